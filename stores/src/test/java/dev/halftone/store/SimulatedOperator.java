package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import java.time.Duration;

/** Looks at what is in suspense now and then, and resolves it by the providers' invoices. */
final class SimulatedOperator {
  private static final Duration PAUSE = Duration.ofSeconds(45);

  private final BudgetLedger ledger;
  private final SimulatedWorld world;

  SimulatedOperator(SimulatedFleet fleet, SimulatedWorld world) {
    this.ledger = fleet.connect("operator", () -> true);
    this.world = world;
    world.every(PAUSE, this::round);
  }

  private void round() {
    ledger
        .suspended()
        .onComplete(
            world.heard(
                all -> {
                  if (all.succeeded()) {
                    world.trace().add("operator sees %d in suspense", all.result().size());
                    all.result().forEach(this::resolve);
                  }
                }));
  }

  private void resolve(Suspense suspense) {
    SimulatedCall call = world.book().find(suspense.id());
    if (call == null) {
      throw new AssertionError("nobody reserved %s".formatted(suspense));
    }
    if (!call.over) {
      return;
    }
    SimulatedCall part = call.part;
    if (part != null && !part.held) {
      if (world.time().nanos() - call.partAskedNanos < 3 * SimulatedNetwork.LONGEST_NANOS) {
        return;
      }
      if (suspense.amount().nanos() == call.most) {
        call.takeBack(); // Its owner died before the part was carved out.
      }
    }
    Usd bill = Usd.ofNanos(call.bill);
    world.book().endAsked(call);
    call.resolveAsked = true;
    world.trace().add("resolve %s $%s", call.id, bill);
    world.book().sent(call);
    ledger
        .resolve(call.id, bill)
        .onComplete(
            world.heard(
                answer -> {
                  world.book().heard(call);
                  world.trace().add("resolve %s: %s", call.id, answer);
                  if (answer.succeeded() && answer.result() != Ending.UNKNOWN) {
                    world.book().answered(call, answer.result());
                  }
                }));
  }
}
