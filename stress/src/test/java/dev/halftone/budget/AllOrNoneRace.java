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
import org.openjdk.jcstress.infra.results.LL_Result;

/** A reservation that the second of its two budgets refuses leaves no trace on the first. */
public class AllOrNoneRace {
  private AllOrNoneRace() {}

  /** Another one on the first budget is never refused for it. */
  @JCStressTest
  @Outcome(
      id = {"REFUSED, HELD, 0/10/0 0/0/0"},
      expect = ACCEPTABLE,
      desc = "as if it had not been")
  @State
  public static class Neighbour {
    private final RaceLedger ledger =
        new RaceLedger(new RaceClock(), RaceLedger.budget(ORG, 10), RaceLedger.budget(TEAM, 5));

    @Actor
    public void refused(LLL_Result r) {
      r.r1 = ledger.reserve("a", 6, ORG, TEAM);
    }

    @Actor
    public void neighbour(LLL_Result r) {
      r.r2 = ledger.reserve("b", 10, ORG);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** A reader never sees it. */
  @JCStressTest
  @Outcome(
      id = {"REFUSED, 0/0/0 0/0/0"},
      expect = ACCEPTABLE,
      desc = "nothing to see")
  @State
  public static class Reader {
    private final RaceLedger ledger =
        new RaceLedger(new RaceClock(), RaceLedger.budget(ORG, 10), RaceLedger.budget(TEAM, 5));

    @Actor
    public void refused(LL_Result r) {
      r.r1 = ledger.reserve("a", 6, ORG, TEAM);
    }

    @Actor
    public void reader(LL_Result r) {
      r.r2 = ledger.standing();
    }
  }

  /** A bill above its hold, on two budgets, against a reservation on one. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, HELD, 8/0/0 8/6/0"},
      expect = ACCEPTABLE,
      desc = "reserved before the bill")
  @Outcome(
      id = {"APPLIED, REFUSED, 8/0/0 8/0/0"},
      expect = ACCEPTABLE,
      desc = "refused after it")
  @State
  public static class Overrun {
    private final RaceLedger ledger =
        new RaceLedger(new RaceClock(), RaceLedger.budget(ORG, 10), RaceLedger.budget(TEAM, 10));

    public Overrun() {
      ledger.reserve("a", 4, ORG, TEAM);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r1 = ledger.settle("a", 8);
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
