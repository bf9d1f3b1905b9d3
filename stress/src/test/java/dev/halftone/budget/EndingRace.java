package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Several endings of one hold: exactly one applies, and its figure stands. */
public class EndingRace {
  private EndingRace() {}

  /** The same call is settled and released. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 0/0/0"},
      expect = ACCEPTABLE,
      desc = "released")
  @State
  public static class SettleOrRelease {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public SettleOrRelease() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Actor
    public void release(LLL_Result r) {
      r.r2 = ledger.release("a");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** An answer comes as its call is given up. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 0/0/10"},
      expect = ACCEPTABLE,
      desc = "in suspense")
  @State
  public static class SettleOrSuspend {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public SettleOrSuspend() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Actor
    public void suspend(LLL_Result r) {
      r.r2 = ledger.suspend("a");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** A refusal comes as its call is given up. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 0/0/0"},
      expect = ACCEPTABLE,
      desc = "released")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 0/0/10"},
      expect = ACCEPTABLE,
      desc = "in suspense")
  @State
  public static class ReleaseOrSuspend {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ReleaseOrSuspend() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void release(LLL_Result r) {
      r.r1 = ledger.release("a");
    }

    @Actor
    public void suspend(LLL_Result r) {
      r.r2 = ledger.suspend("a");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** An answer is delivered twice, with a bill above its hold. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 12/0/0, 1", "ALREADY_ENDED, APPLIED, 13/0/0, 1"},
      expect = ACCEPTABLE,
      desc = "one of them, one overrun")
  @State
  public static class SettleTwice {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public SettleTwice() {
      ledger.reserve("a", 4, TEAM);
    }

    @Actor
    public void first(LLLL_Result r) {
      r.r1 = ledger.settle("a", 12);
    }

    @Actor
    public void second(LLLL_Result r) {
      r.r2 = ledger.settle("a", 13);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r3 = ledger.standing();
      r.r4 = ledger.overruns();
    }
  }
}
