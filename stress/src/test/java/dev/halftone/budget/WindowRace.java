package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.ZoneOffset;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A window ends while money moves. */
public class WindowRace {
  private WindowRace() {}

  private static Budget day(long limit) {
    return new Budget(
        TEAM, Usd.ofNanos(limit), new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC));
  }

  /** Settled as the day ends: the new day has all its room. */
  @JCStressTest
  @Outcome(
      id = {"HELD, APPLIED, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "charged to the old day")
  @State
  public static class SettleAtMidnight {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, day(10));

    public SettleAtMidnight() {
      ledger.reserve("a", 10, Duration.ofDays(3), TEAM);
    }

    @Actor
    public void midnight(LLL_Result r) {
      clock.move(Duration.ofDays(1));
      r.r1 = ledger.reserve("b", 10, TEAM);
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

  /** Two reservations as the day ends: each day holds one at most. */
  @JCStressTest
  @Outcome(
      id = {"HELD, HELD, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "one in each day")
  @Outcome(
      id = {"HELD, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "both in the new day")
  @State
  public static class ReserveAtMidnight {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, day(10));

    @Actor
    public void midnight(LLL_Result r) {
      clock.move(Duration.ofDays(1));
      r.r1 = ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void reserve(LLL_Result r) {
      r.r2 = ledger.reserve("b", 10, TEAM);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }

  /** A limit is set as the day ends: the new day has it. */
  @JCStressTest
  @Outcome(
      id = {"0/0/0, REFUSED, HELD"},
      expect = ACCEPTABLE,
      desc = "the new limit in the new day")
  @State
  public static class LimitAtMidnight {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger = new RaceLedger(clock, day(10));

    public LimitAtMidnight() {
      ledger.reserve("a", 10, TEAM);
    }

    @Actor
    public void midnight(LLL_Result r) {
      clock.move(Duration.ofDays(1));
      ledger.settle("a", 10);
      r.r1 = ledger.standing();
    }

    @Actor
    public void put(LLL_Result r) {
      ledger.put(day(5));
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = ledger.reserve("b", 6, TEAM);
      r.r3 = ledger.reserve("c", 5, TEAM);
    }
  }

  /** Money leaves a rolling window as other money is settled. */
  @JCStressTest
  @Outcome(
      id = {"HELD, APPLIED, 10/10/0"},
      expect = ACCEPTABLE,
      desc = "settled now")
  @Outcome(
      id = {"HELD, APPLIED, 0/10/0"},
      expect = ACCEPTABLE,
      desc = "settled before, and left as well")
  @State
  public static class Rolling {
    private final RaceClock clock = new RaceClock();
    private final RaceLedger ledger =
        new RaceLedger(
            clock, new Budget(TEAM, Usd.ofNanos(20), new Window.Rolling(Duration.ofHours(1))));

    public Rolling() {
      ledger.reserve("a", 10, Duration.ofDays(3), TEAM);
      ledger.reserve("b", 10, Duration.ofDays(3), TEAM);
      ledger.settle("a", 10);
    }

    @Actor
    public void leave(LLL_Result r) {
      clock.move(Duration.ofHours(2));
      r.r1 = ledger.reserve("c", 10, TEAM);
    }

    @Actor
    public void settle(LLL_Result r) {
      r.r2 = ledger.settle("b", 10);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = ledger.standing();
    }
  }
}
