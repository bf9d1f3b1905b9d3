package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Somebody who lowers, raises, takes away and puts back limits while they are in use. */
final class SimulatedLimits {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(6);

  private final BudgetLedger ledger;
  private final SimulatedWorld world;
  private final LimitBook book;
  private final Random random;

  SimulatedLimits(SimulatedFleet fleet, SimulatedWorld world) {
    this.ledger = fleet.connect("limits", () -> true);
    this.world = world;
    this.book = world.book().limits();
    this.random = world.random();
    next();
  }

  private void next() {
    long pause = (long) (random.nextDouble() * LONGEST.toNanos());
    if (world.time().nanos() + pause < world.workload().life().toNanos()) {
      world.time().schedule(pause, this::change);
    }
  }

  private void change() {
    List<Budget> all = world.workload().budgets();
    Budget place = all.get(random.nextInt(all.size()));
    boolean takenAway = book.isSet(place) && random.nextInt(4) == 0;
    Optional<Budget> wanted = takenAway ? Optional.empty() : Optional.of(other(place));
    book.asked(place, wanted);
    make(place, wanted, world.time().nanos());
  }

  private Budget other(Budget budget) {
    long limit = budget.limit().nanos();
    long other =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> limit / 4;
          case 2 -> limit / 2;
          case 3 -> limit + Math.min(limit / 2, Long.MAX_VALUE - limit);
          default -> limit;
        };
    return new Budget(budget.scope(), Usd.ofNanos(other), budget.window(), budget.warnAtPercent());
  }

  private void make(Budget place, Optional<Budget> wanted, long askedNanos) {
    world.trace().add("limit of %s over %s: %s", place.scope(), place.window(), wanted);
    Future<?> step =
        wanted.isPresent()
            ? ledger.put(wanted.get())
            : ledger.remove(place.scope(), place.window());
    step.onComplete(
        world.heard(
            answer -> {
              world.trace().add("limit of %s: %s", place.scope(), answer);
              if (answer.failed()) {
                SimulatedInstance.checkFailure(answer.cause());
                world.time().schedule(PAUSE.toNanos(), () -> make(place, wanted, askedNanos));
              } else {
                world
                    .time()
                    .schedule(
                        3 * SimulatedNetwork.LONGEST_NANOS,
                        () -> settled(place, wanted, askedNanos));
              }
            }));
  }

  private void settled(Budget place, Optional<Budget> wanted, long askedNanos) {
    if (book.wasLost(askedNanos)) {
      make(place, wanted, world.time().nanos());
      return;
    }
    book.settled(place, wanted);
    next();
  }
}
