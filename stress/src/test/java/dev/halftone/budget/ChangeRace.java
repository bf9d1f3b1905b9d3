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

/** A hold is extended or divided while it ends. */
public class ChangeRace {
  private ChangeRace() {}

  /** Extended and settled: no overrun if it held enough by then. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, APPLIED, 5/0/0, 0"},
      expect = ACCEPTABLE,
      desc = "extended before")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 5/0/0, 1"},
      expect = ACCEPTABLE,
      desc = "settled before")
  @State
  public static class ExtendOrSettle {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ExtendOrSettle() {
      ledger.reserve("a", 4, TEAM);
    }

    @Actor
    public void extend(LLLL_Result r) {
      r.r1 = ledger.extend("a", 8);
    }

    @Actor
    public void settle(LLLL_Result r) {
      r.r2 = ledger.settle("a", 5);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r3 = ledger.standing();
      r.r4 = ledger.overruns();
    }
  }

  /** Extended by two: the larger stands. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, CHANGED, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "the larger")
  @State
  public static class ExtendTwice {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ExtendTwice() {
      ledger.reserve("a", 4, TEAM);
    }

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.extend("a", 8);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.extend("a", 10);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** The last money is asked for by an extension and by a reservation. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @State
  public static class ExtendOrReserve {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public ExtendOrReserve() {
      ledger.reserve("a", 4, TEAM);
    }

    @Actor
    public void extend(LLL_Result r) {
      r.r1 = ledger.extend("a", 10);
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

  /** A part is carved out of a hold that is settled. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, APPLIED, 3/4/0"},
      expect = ACCEPTABLE,
      desc = "the part stays held")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 3/0/0"},
      expect = ACCEPTABLE,
      desc = "too late")
  @State
  public static class CarveOrSettle {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public CarveOrSettle() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void carve(LLL_Result r) {
      r.r1 = ledger.carve("a", "p", 4);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r2 = ledger.settle("a", 3);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** A part is carved out of a hold that is suspended. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, APPLIED, 0/4/6"},
      expect = ACCEPTABLE,
      desc = "the part stays held")
  @Outcome(
      id = {"ALREADY_ENDED, APPLIED, 0/0/10"},
      expect = ACCEPTABLE,
      desc = "too late")
  @State
  public static class CarveOrSuspend {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public CarveOrSuspend() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void carve(LLL_Result r) {
      r.r1 = ledger.carve("a", "p", 4);
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

  /** A part is ended by one who does not wait for it. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, UNKNOWN, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "too early")
  @Outcome(
      id = {"CHANGED, APPLIED, 0/6/0"},
      expect = ACCEPTABLE,
      desc = "ended")
  @State
  public static class CarveAndEndPart {
    private final RaceLedger ledger = RaceLedger.ofTeam(10);

    public CarveAndEndPart() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void carve(LLL_Result r) {
      r.r1 = ledger.carve("a", "p", 4);
    }

    @Actor
    public void release(LLL_Result r) {
      r.r2 = ledger.release("p");
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** The id of a part is reserved by another. */
  @JCStressTest
  @Outcome(
      id = {"CHANGED, CONFLICT, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "the part")
  @Outcome(
      id = {"CONFLICT, HELD, 0/13/0"},
      expect = ACCEPTABLE,
      desc = "the other hold")
  @State
  public static class CarveOrReserve {
    private final RaceLedger ledger = RaceLedger.ofTeam(20);

    public CarveOrReserve() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void carve(LLL_Result r) {
      r.r1 = ledger.carve("a", "p", 4);
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r2 = ledger.reserve("p", 3, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }
}
