package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A reader sees sums that stood together at one moment, never above the limit. */
public class ViewRace {
  private ViewRace() {}

  /** Money returns and is held again. */
  @JCStressTest
  @Outcome(
      id = {
        "0/10/0, 0/10/0",
        "0/10/0, 4/0/0",
        "0/10/0, 4/6/0",
        "4/0/0, 4/0/0",
        "4/0/0, 4/6/0",
        "4/6/0, 4/6/0"
      },
      expect = ACCEPTABLE,
      desc = "in the order in which they stood")
  @State
  public static class SettleAndReserve {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public SettleAndReserve() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void spend(LL_Result r) {
      ledger.settle("a", 4);
      ledger.reserve("b", 6, TEAM);
    }

    @Actor
    public void reader(LL_Result r) {
      r.r1 = ledger.standing();
      r.r2 = ledger.standing();
    }
  }

  /** Money goes through suspense. */
  @JCStressTest
  @Outcome(
      id = {
        "0/10/0, 0/10/0",
        "0/10/0, 0/0/10",
        "0/10/0, 7/0/0",
        "0/0/10, 0/0/10",
        "0/0/10, 7/0/0",
        "7/0/0, 7/0/0"
      },
      expect = ACCEPTABLE,
      desc = "in the order in which they stood")
  @State
  public static class SuspendAndResolve {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public SuspendAndResolve() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void giveUp(LL_Result r) {
      ledger.suspend("a");
      ledger.resolve("a", 7);
    }

    @Actor
    public void reader(LL_Result r) {
      r.r1 = ledger.standing();
      r.r2 = ledger.standing();
    }
  }
}
