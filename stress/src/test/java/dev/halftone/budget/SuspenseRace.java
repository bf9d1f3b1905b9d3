package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Suspense, its resolution by hand, and an owner that answers late. */
public class SuspenseRace {
  private SuspenseRace() {}

  /** Suspended and resolved while its owner settles. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, ALREADY_ENDED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled in time")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, APPLIED, 7/0/0"},
      expect = ACCEPTABLE,
      desc = "settled too late")
  @State
  public static class LateSettle {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public LateSettle() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void settle(LLLL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Actor
    public void giveUp(LLLL_Result r) {
      r.r2 = ledger.suspend("a");
      r.r3 = ledger.resolve("a", 7);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r4 = ledger.standing();
    }
  }

  /** Resolved by one as another suspends. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, UNKNOWN, 0/0/10"},
      expect = ACCEPTABLE,
      desc = "resolved too early")
  @Outcome(
      id = {"APPLIED, APPLIED, 7/0/0"},
      expect = ACCEPTABLE,
      desc = "resolved")
  @State
  public static class EarlyResolve {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public EarlyResolve() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void suspend(LLL_Result r) {
      r.r1 = ledger.suspend("a");
    }

    @Actor
    public void resolve(LLL_Result r) {
      r.r2 = ledger.resolve("a", 7);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Two people resolve it. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 7/0/0", "ALREADY_ENDED, APPLIED, 0/0/0"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @State
  public static class ResolveTwice {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ResolveTwice() {
      ledger.reserve("a", 10, TEAM);
      ledger.suspend("a");
    }

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.resolve("a", 7);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.resolve("a", 0);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Its lifetime is over: resolved by hand while its owner settles. */
  @JCStressTest
  @Outcome(
      id = {"APPLIED, ALREADY_ENDED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "settled")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 7/0/0"},
      expect = ACCEPTABLE,
      desc = "resolved")
  @State
  public static class Overdue {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, RaceLedger.budget(TEAM, 10));

    public Overdue() {
      ledger.reserve("a", 10, Duration.ofMinutes(1), TEAM);
      clock.move(Duration.ofMinutes(2));
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r1 = ledger.settle("a", 4);
    }

    @Actor
    public void resolve(LLL_Result r) {
      r.r2 = ledger.resolve("a", 7);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Its lifetime ends and somebody looks, while its owner settles. */
  @JCStressTest
  @Outcome(
      id = {"0/0/10, APPLIED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "seen in suspense")
  @Outcome(
      id = {"4/0/0, APPLIED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "seen settled")
  @State
  public static class Expiry {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, RaceLedger.budget(TEAM, 10));

    public Expiry() {
      ledger.reserve("a", 10, Duration.ofMinutes(1), TEAM);
    }

    @Actor
    public void look(LLL_Result r) {
      clock.move(Duration.ofMinutes(2));
      r.r1 = ledger.standing();
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r2 = ledger.settle("a", 4);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Its owner extends it as its lifetime ends and somebody looks. */
  @JCStressTest
  @Outcome(
      id = {"0/0/10, CHANGED, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "seen before")
  @Outcome(
      id = {"0/10/0, CHANGED, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "seen after")
  @State
  public static class Prolonged {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, RaceLedger.budget(TEAM, 10));

    public Prolonged() {
      ledger.reserve("a", 10, Duration.ofMinutes(1), TEAM);
    }

    @Actor
    public void look(LLL_Result r) {
      clock.move(Duration.ofMinutes(2));
      r.r1 = ledger.standing();
    }

    @Actor
    public void extend(LLL_Result r) {
      r.r2 = ledger.extend("a", 10);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }
}
