package dev.halftone.cli;

import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.router.RoutingException;
import dev.halftone.simulator.Invoice;
import dev.halftone.simulator.InvoiceLine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a demonstration: sends the traffic, so many requests at a time, writes the images,
 * settles what is in suspense by the simulator's invoice, and compares the books. Runs on one
 * Vert.x context, so its fields need no lock. Costs nothing: it calls the simulator on loopback
 * only.
 */
final class DemoRun {
  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final int MOST_LOOKS = 1_000;

  private final Vertx vertx;
  private final DemoOptions options;
  private final DemoPlant plant;
  private final List<ImageRequest> traffic;
  private final Consumer<Progress> progress;
  private final LongSupplier realTicker;
  private final @Nullable PictureFiles files;
  private final Context context;
  private final @Nullable DemoOutcome[] outcomes;
  private final Promise<Void> served = Promise.promise();
  private int sent;
  private int ended;
  private int reused;
  private int refused;

  private DemoRun(
      Vertx vertx,
      DemoOptions options,
      DemoPlant plant,
      List<ImageRequest> traffic,
      Consumer<Progress> progress,
      LongSupplier realTicker) {
    this.vertx = vertx;
    this.options = options;
    this.plant = plant;
    this.traffic = traffic;
    this.progress = progress;
    this.realTicker = realTicker;
    this.files = options.out() == null ? null : new PictureFiles(vertx, options.out());
    this.context = vertx.getOrCreateContext();
    this.outcomes = new DemoOutcome[traffic.size()];
  }

  /**
   * How far a run has come.
   *
   * @param spent settled so far
   */
  record Progress(int done, int inFlight, Usd spent, int reused, int refused) {}

  /**
   * Runs a demonstration to its end.
   *
   * @param progress told after every request, on an event loop
   * @param realTicker elapsed nanoseconds
   * @return what came of it; fails only if the demonstration itself is broken
   */
  static Future<DemoResult> start(
      Vertx vertx, DemoOptions options, Consumer<Progress> progress, LongSupplier realTicker) {
    long started = realTicker.getAsLong();
    List<ImageRequest> traffic =
        DemoTraffic.of(DemoPrompts.load(), options.sizes(), options.requests(), options.seed());
    return DemoPlant.start(vertx, options, realTicker)
        .compose(
            plant -> {
              DemoRun run = new DemoRun(vertx, options, plant, traffic, progress, realTicker);
              return run.run(started).eventually(plant::close);
            });
  }

  private Future<DemoResult> run(long started) {
    context.runOnContext(ignored -> pump());
    return served
        .future()
        .compose(ignored -> settleSuspense(MOST_LOOKS, null))
        .compose(before -> result(before, started))
        .eventually(() -> files == null ? Future.succeededFuture() : files.close());
  }

  private void pump() {
    while (sent - ended < options.inFlight() && sent < traffic.size()) {
      send(sent++);
    }
    if (ended == traffic.size()) {
      served.tryComplete();
    }
  }

  private void send(int index) {
    ImageRequest request = traffic.get(index);
    DemoQuotes quotes = DemoQuotes.of(plant.router().estimate(free(request)));
    plant
        .router()
        .generate(request)
        .compose(
            result -> saved(index, request, quotes, result),
            failure -> Future.succeededFuture(failed(index, request, quotes, failure)))
        .onComplete(
            done -> context.runOnContext(ignored -> ended(index, done.result(), done.cause())));
  }

  /** The same without a bond to providers, to ask what it would have cost elsewhere. */
  private static ImageRequest free(ImageRequest request) {
    return request.newBuilder().providers(Set.of()).build();
  }

  private Future<DemoOutcome> saved(
      int index, ImageRequest request, DemoQuotes quotes, ImageResult result) {
    Future<List<PictureFile>> pictures =
        files == null ? Future.succeededFuture(List.of()) : files.save(index + 1, request, result);
    return pictures.map(
        written ->
            new DemoOutcome(
                index + 1,
                request,
                quotes,
                result.receipt(),
                null,
                result.images().size(),
                written));
  }

  private static DemoOutcome failed(
      int index, ImageRequest request, DemoQuotes quotes, Throwable failure) {
    if (failure instanceof RoutingException routing) {
      return new DemoOutcome(index + 1, request, quotes, null, routing, 0, List.of());
    }
    throw new IllegalStateException("request %d failed".formatted(index + 1), failure);
  }

  private void ended(int index, @Nullable DemoOutcome outcome, @Nullable Throwable broken) {
    if (outcome == null || outcomes[index] != null) {
      served.tryFail(
          broken != null ? broken : new IllegalStateException("request ended twice: " + index));
      return;
    }
    outcomes[index] = outcome;
    ended++;
    if (outcome.receipt() == null) {
      refused++;
    } else if (outcome.receipt().attempts() == 0) {
      reused++;
    }
    progress.accept(new Progress(ended, sent - ended, plant.ledger().spent(), reused, refused));
    pump();
  }

  /** What stood in suspense before it was settled by the invoice. */
  private record Before(Usd answered, List<Suspense> suspense, Usd resolved) {}

  /**
   * Does what an operator would: looks each suspended call up in the invoice, by the id that was
   * sent with it. A provider may still be at work on a call that was given up, so it looks again
   * for a while; a call that is in no invoice then was not charged.
   */
  private Future<Before> settleSuspense(int looks, @Nullable Usd answeredBefore) {
    Usd answered = answeredBefore == null ? plant.ledger().spent() : answeredBefore;
    return plant
        .ledger()
        .suspended()
        .compose(
            suspense -> {
              Map<String, Usd> billed = new HashMap<>();
              for (InvoiceLine line : plant.simulator().invoice().lines()) {
                billed.put(line.clientRequestId(), Usd.ofNanos(line.chargedNanoUsd()));
              }
              boolean complete = suspense.stream().allMatch(one -> billed.containsKey(one.id()));
              if (!complete && looks > 1) {
                return vertx
                    .timer(LOOK_AGAIN_MILLIS)
                    .compose(ignored -> settleSuspense(looks - 1, answered));
              }
              return resolve(suspense, billed)
                  .map(resolved -> new Before(answered, suspense, resolved));
            });
  }

  private Future<Usd> resolve(List<Suspense> suspense, Map<String, Usd> billed) {
    Future<Usd> sum = Future.succeededFuture(Usd.ZERO);
    for (Suspense one : suspense) {
      Usd charged = billed.getOrDefault(one.id(), Usd.ZERO);
      sum =
          sum.compose(
              before -> plant.ledger().resolve(one.id(), charged).map(before.plus(charged)));
    }
    return sum;
  }

  /** A request for several images may become several calls; the invoice knows of how many each. */
  private static List<DemoCall> counted(List<DemoCall> calls, Invoice invoice) {
    Map<String, Integer> images = new HashMap<>();
    invoice.lines().forEach(line -> images.put(line.clientRequestId(), line.images()));
    return calls.stream()
        .map(call -> call.withImages(Math.max(1, images.getOrDefault(call.attemptId(), 1))))
        .toList();
  }

  private Future<DemoResult> result(Before before, long started) {
    return plant
        .ledger()
        .budgets()
        .map(
            budgets -> {
              Invoice invoice = plant.simulator().invoice();
              WatchedLedger.Watch watch = plant.ledger().watch();
              List<DemoCall> calls = counted(plant.log().calls(), invoice);
              Map<String, String> providers = new HashMap<>();
              calls.forEach(call -> providers.put(call.attemptId(), call.provider()));
              Reconciliation books = new Reconciliation(plant.ledger().settled(), invoice);
              List<String> faults = new ArrayList<>(watch.breaches());
              faults.addAll(books.faults(budgets));
              Usd held =
                  before.suspense().stream().map(Suspense::amount).reduce(Usd.ZERO, Usd::plus);
              DemoProof proof =
                  new DemoProof(
                      books.accounts(providers),
                      before.answered(),
                      held,
                      before.suspense().size(),
                      before.resolved(),
                      plant.ledger().spent(),
                      Usd.ofNanos(invoice.chargedNanoUsd()),
                      watch.checks(),
                      watch.highest(),
                      faults);
              return new DemoResult(
                  options,
                  Arrays.stream(outcomes).map(Objects::requireNonNull).toList(),
                  calls,
                  watch.levels(),
                  budgets,
                  proof,
                  realTicker.getAsLong() - started);
            });
  }
}
