package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** One id used by two at once: one hold. */
public class SameIdRace {
  private SameIdRace() {}

  /** The same reservation twice: both have the one hold. */
  @JCStressTest
  @Outcome(
      id = {"HELD, HELD, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "one hold")
  @State
  public static class Repeated {
    private final RaceLedger ledger = RaceLedger.ofTeam(20);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.reserve("a", 10, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Two different reservations: one fails. */
  @JCStressTest
  @Outcome(
      id = {"HELD, CONFLICT, 0/10/0", "CONFLICT, HELD, 0/6/0"},
      expect = ACCEPTABLE,
      desc = "the first")
  @State
  public static class Conflicting {
    private final RaceLedger ledger = RaceLedger.ofTeam(20);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.reserve("a", 6, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** Ended by one who does not wait for the reservation. */
  @JCStressTest
  @Outcome(
      id = {"HELD, UNKNOWN, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "too early")
  @Outcome(
      id = {"HELD, APPLIED, 4/0/0"},
      expect = ACCEPTABLE,
      desc = "ended")
  @State
  public static class EndedAtOnce {
    private final RaceLedger ledger = RaceLedger.ofTeam(20);

    @Actor
    public void reserve(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, TEAM);
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

  /** A refused id tried by two: neither waits for ever, nothing is held. */
  @JCStressTest
  @Outcome(
      id = {"REFUSED, REFUSED, 0/0/0"},
      expect = ACCEPTABLE,
      desc = "no room")
  @State
  public static class Refused {
    private final RaceLedger ledger = RaceLedger.ofTeam(5);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void second(LLL_Result r) {
      r.r2 = ledger.reserve("a", 10, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }
}
