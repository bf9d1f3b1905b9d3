package dev.halftone.fleet;

import dev.halftone.cost.Quality;
import dev.halftone.fleet.Outcome.End;
import dev.halftone.image.Tier;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.Ladder;
import dev.halftone.router.Ladder.Step;
import dev.halftone.router.RoutingException;
import dev.halftone.router.RoutingPolicy;
import io.vertx.core.Future;
import java.util.Random;

/**
 * Halftone's own router, as it is. Its ladder has one rung for each tier, so that it never serves
 * less than what the baselines serve.
 */
final class RouterStrategy implements Strategy {
  private final ImageRouter router;

  RouterStrategy(World world, RoutingPolicy.Builder policy) {
    ImageRouter.Builder builder =
        ImageRouter.builder(world.time(), world.prices())
            .ledger(world.ledger())
            .policy(policy.ladder(ladder()).build())
            .clock(world.time())
            .ticker(world.time()::nanos)
            .random(new Random(world.seed()));
    world.providers().forEach(builder::provider);
    router = builder.build();
  }

  private static Ladder ladder() {
    return Ladder.builder()
        .rung(Tier.FINAL, new Step(ModelProvider.MODEL, Quality.HIGH))
        .rung(Tier.STANDARD, new Step(ModelProvider.MODEL, Quality.MEDIUM))
        .rung(Tier.DRAFT, new Step(ModelProvider.MODEL, Quality.LOW))
        .build();
  }

  @Override
  public Future<Outcome> serve(Job job) {
    return router
        .generate(job.request())
        .map(result -> new Outcome(End.SERVED, result.images().size()))
        .otherwise(RouterStrategy::failed);
  }

  private static Outcome failed(Throwable cause) {
    RoutingException.Reason reason =
        cause instanceof RoutingException routing ? routing.reason() : null;
    if (reason == null) {
      throw new IllegalStateException("the router failed otherwise than it says", cause);
    }
    return Outcome.of(
        switch (reason) {
          case PROMPT_REFUSED -> End.PROMPT_REFUSED;
          case BUDGET_EXCEEDED -> End.OUT_OF_BUDGET;
          case BAD_REQUEST, LEDGER_FAILED ->
              throw new IllegalStateException("the router refused a sound request", cause);
          case NO_ROUTE, THROTTLED, PROVIDER_FAILED, TIMED_OUT -> End.FAILED;
        });
  }
}
