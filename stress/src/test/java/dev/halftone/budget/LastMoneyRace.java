package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.ORG;
import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Two reservations of the last money: one is held, never both, never neither. */
public class LastMoneyRace {
  private LastMoneyRace() {}

  /** On one budget. */
  @JCStressTest
  @Outcome(
      id = {"HELD, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @State
  public static class OneBudget {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.reserve("b", 10, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** On two budgets that are named in opposite orders. */
  @JCStressTest
  @Outcome(
      id = {"HELD, REFUSED, 0/10/0 0/10/0", "REFUSED, HELD, 0/10/0 0/10/0"},
      expect = ACCEPTABLE,
      desc = "one of them, on both")
  @State
  public static class TwoBudgets {
    private final RaceLedger ledger =
        new RaceLedger(new RaceClock(), RaceLedger.budget(ORG, 10), RaceLedger.budget(TEAM, 10));

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, ORG, TEAM);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.reserve("b", 10, TEAM, ORG);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** A settlement returns what a reservation needs. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, HELD, 4/6/0"},
      expect = ACCEPTABLE,
      desc = "settled before")
  @Outcome(
      id = {"APPLIED, REFUSED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled after")
  @State
  public static class ReturnedMoney {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ReturnedMoney() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r2 = ledger.reserve("b", 6, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }
}
