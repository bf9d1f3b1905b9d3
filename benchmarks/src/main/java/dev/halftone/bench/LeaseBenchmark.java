package dev.halftone.bench;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.fleet.VirtualTime;
import dev.halftone.store.LeaseOptions;
import dev.halftone.store.LeasedLedger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Question: how many round trips does leasing save, at the same zero overspend?
 *
 * <p>Eight instances spend one budget until it is used up, in virtual time, with eight calls in
 * flight each. Unleased, a request that is held is two round trips and a refused one is one. It
 * counts and does not measure time, so it runs in a second: {@code java -cp ...
 * dev.halftone.bench.LeaseBenchmark}. Fails if the gate of fifty is missed, or a cent overspent.
 */
public final class LeaseBenchmark {
  private static final int INSTANCES = 8;
  private static final int IN_FLIGHT = 8;
  private static final int GATE = 50;
  private static final int REFUSALS_IN_A_ROW = 64;
  private static final Usd LIMIT = Usd.parse("10000");
  private static final Usd HOLD = Usd.parse("0.170000");
  private static final Usd CHARGED = Usd.parse("0.164700");
  private static final Scope SCOPE = Scope.parse("team:growth");

  private final VirtualTime time = new VirtualTime();

  private record InFlight(LeasedLedger ledger, String id) {}

  private LeaseBenchmark() {}

  /** Prints the table. */
  public static void main(String[] args) {
    new LeaseBenchmark().run();
  }

  private void run() {
    BudgetLedger shared =
        InMemoryLedger.create(List.of(new Budget(SCOPE, LIMIT, new Window.Total())), time);
    List<LeasedLedger> instances = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(
          LeasedLedger.create(
              shared,
              "bench-" + i,
              LeaseOptions.newBuilder().sliceAmount(Usd.parse("100")).build(),
              time,
              time,
              new Random(i)));
    }
    ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    long unleased = 0;
    int refused = 0;
    for (int i = 0; refused < REFUSALS_IN_A_ROW; i++) {
      LeasedLedger ledger = instances.get(i % INSTANCES);
      String id = "r" + i;
      Reservation answer = ledger.reserve(id, List.of(SCOPE), HOLD).result();
      boolean held = answer instanceof Reservation.Held;
      refused = held ? 0 : refused + 1;
      unleased += held ? 2 : 1;
      if (held) {
        inFlight.add(new InFlight(ledger, id));
      }
      if (inFlight.size() > INSTANCES * IN_FLIGHT || !held) {
        end(inFlight.poll());
      }
      time.advance(Duration.ofMillis(5));
    }
    while (!inFlight.isEmpty()) {
      end(inFlight.poll());
    }
    instances.forEach(LeasedLedger::close);
    report(shared.budgets().result().get(0), instances, unleased);
  }

  private static void end(InFlight call) {
    if (call != null) {
      call.ledger().settle(call.id(), CHARGED);
    }
  }

  private static void report(BudgetState state, List<LeasedLedger> instances, long unleased) {
    long made = instances.stream().mapToLong(each -> each.counts().roundTrips()).sum();
    long held = instances.stream().mapToLong(each -> each.counts().localHolds()).sum();
    System.out.printf("holds %d, round trips unleased %d, leased %d%n", held, unleased, made);
    System.out.printf(
        "fewer by %d.%d; limit $%s, spent $%s, held $%s%n",
        unleased / made, unleased * 10 / made % 10, LIMIT, state.spent(), state.held());
    if (unleased / made < GATE
        || state.committed().isMoreThan(LIMIT)
        || !state.spent().equals(CHARGED.times(held))) {
      throw new IllegalStateException(
          "%d round trips in place of %d, spent $%s of $%s"
              .formatted(made, unleased, state.spent(), LIMIT));
    }
  }
}
