package dev.halftone.router;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A router over fake providers in virtual time, with one budget, and everything it said. */
final class Rig {
  static final Scope TEAM = Scope.parse("team:growth");

  final VirtualTime time = new VirtualTime();
  final List<RouterEvent> events = new ArrayList<>();
  final InMemoryLedger ledger;
  final ImageRouter router;

  Rig(String limit, List<FakeProvider> providers, UnaryOperator<ImageRouter.Builder> more) {
    this(limit, providers, (builder, time) -> more.apply(builder));
  }

  Rig(
      String limit,
      List<FakeProvider> providers,
      BiFunction<ImageRouter.Builder, VirtualTime, ImageRouter.Builder> more) {
    ledger =
        InMemoryLedger.create(
            List.of(new Budget(TEAM, Usd.parse(limit), new Window.Total())), time);
    ImageRouter.Builder builder =
        ImageRouter.builder(time, CostEstimator.of(PriceCatalog.shipped()))
            .ledger(ledger)
            .chargeByDefault(List.of(TEAM))
            .clock(time)
            .ticker(time::nanos)
            .random(new Random(7))
            .listener(events::add);
    providers.forEach(builder::provider);
    router = more.apply(builder, time).build();
  }

  Rig(String limit, FakeProvider... providers) {
    this(limit, List.of(providers), builder -> builder);
  }

  static ImageRequest.Builder request() {
    return ImageRequest.builder("a lighthouse in fog");
  }

  ImageResult succeed(ImageRequest.Builder request) {
    Future<ImageResult> result = router.generate(request.build());
    if (result.failed()) {
      throw new AssertionError("the request failed", result.cause());
    }
    if (!result.isComplete()) {
      throw new AssertionError("the request is still under way");
    }
    return result.result();
  }

  RoutingException fail(ImageRequest.Builder request) {
    return failure(router.generate(request.build()));
  }

  static RoutingException failure(Future<ImageResult> result) {
    if (!result.failed()) {
      throw new AssertionError("the request did not fail: " + result);
    }
    return (RoutingException) result.cause();
  }

  BudgetState budget() {
    return ledger.budgets().result().get(0);
  }

  <T extends RouterEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
