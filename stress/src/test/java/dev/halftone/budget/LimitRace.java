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

/** A limit set, lowered or taken away while money is reserved. */
public class LimitRace {
  private LimitRace() {}

  /** Lowered below what is asked: held before or refused after. */
  @JCStressTest
  @Outcome(
      id = {"HELD, 0/6/0, REFUSED"},
      expect = ACCEPTABLE,
      desc = "before, and then no more")
  @Outcome(
      id = {"REFUSED, 0/0/0, HELD"},
      expect = ACCEPTABLE,
      desc = "after")
  @State
  public static class Lowered {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    @Actor
    public void put(LLL_Result r) {
      ledger.put(RaceLedger.budget(TEAM, 5));
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r1 = ledger.reserve("a", 6, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = ledger.standing();
      r.r3 = ledger.reserve("b", 5, TEAM);
    }
  }

  /** Raised to what is asked. */
  @JCStressTest
  @Outcome(
      id = {"HELD, 0/6/0, HELD"},
      expect = ACCEPTABLE,
      desc = "after")
  @Outcome(
      id = {"REFUSED, 0/0/0, HELD"},
      expect = ACCEPTABLE,
      desc = "before")
  @State
  public static class Raised {
    private final RaceLedger ledger = RaceLedger.ofTeam(5);

    @Actor
    public void put(LLL_Result r) {
      ledger.put(RaceLedger.budget(TEAM, 10));
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r1 = ledger.reserve("a", 6, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = ledger.standing();
      r.r3 = ledger.reserve("b", 4, TEAM);
    }
  }

  /** Another limit keeps what stands and what is settled meanwhile. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled once")
  @State
  public static class Settled {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public Settled() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void put(LL_Result r) {
      ledger.put(RaceLedger.budget(TEAM, 5));
    }

    @Actor
    public void settle(LL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = ledger.standing();
    }
  }

  /** Taken away: held before, unknown after. */
  @JCStressTest
  @Outcome(
      id = {"true, HELD, APPLIED"},
      expect = ACCEPTABLE,
      desc = "before; it ends as it would have")
  @Outcome(
      id = {"true, NO_BUDGET, UNKNOWN"},
      expect = ACCEPTABLE,
      desc = "after")
  @State
  public static class Removed {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    @Actor
    public void remove(LLL_Result r) {
      r.r1 = ledger.remove();
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r2 = ledger.reserve("a", 6, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.settle("a", 6);
    }
  }

  /** A misspelt scope is refused while the history is read: neither waits for ever. */
  @JCStressTest
  @Outcome(
      id = {"NO_BUDGET, 1"},
      expect = ACCEPTABLE,
      desc = "only the limit was set")
  @State
  public static class UnknownScope {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    @Actor
    public void reserve(LL_Result r) {
      r.r1 = ledger.reserve("a", 6, ORG);
    }

    @Actor
    public void history(LL_Result r) {
      r.r2 = ledger.history();
    }
  }
}
