package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** A window ends while money moves. */
final class WindowRaces {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONG = Duration.ofDays(3);

  private WindowRaces() {}

  private static Budget day(long limit) {
    return new Budget(
        TEAM, RaceLedger.cents(limit), new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC));
  }

  private static Budget hour(long limit) {
    return new Budget(TEAM, RaceLedger.cents(limit), new Window.Rolling(Duration.ofHours(1)));
  }

  static List<Race> all() {
    return List.of(
        new Race(
                "settled as the day ends: the new day has all its room",
                () -> new RaceLedger(day(10)).holding("a", 10, LONG, TEAM),
                ledger -> ledger.later(DAY).reserve("b", 10, TEAM),
                ledger -> ledger.settle("a", 4))
            .mayEnd("charged to the old day", "HELD, APPLIED, 0/10/0"),
        new Race(
                "two reservations as the day ends: each day holds one at most",
                () -> new RaceLedger(day(10)),
                ledger -> ledger.later(DAY).reserve("a", 10, TEAM),
                ledger -> ledger.reserve("b", 10, TEAM))
            .mayEnd("one in each day", "HELD, HELD, 0/10/0")
            .mayEnd("both in the new day", "HELD, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"),
        new Race(
                "a limit is set as the day ends: the new day has it",
                () -> new RaceLedger(day(10)).holding(10),
                ledger -> Race.words(ledger.later(DAY).settle("a", 10), ledger.standing()),
                ledger -> ledger.put(day(5)))
            .then(ledger -> Race.words(ledger.reserve("b", 6, TEAM), ledger.reserve("c", 5, TEAM)))
            .mayEnd("the new limit in the new day", "APPLIED 0/0/0, SET, REFUSED HELD"),
        new Race(
                "money leaves a rolling window as other money is settled",
                () ->
                    new RaceLedger(hour(20))
                        .holding("a", 10, LONG, TEAM)
                        .holding("b", 10, LONG, TEAM)
                        .settled("a", 10),
                ledger -> ledger.later(Duration.ofHours(2)).reserve("c", 10, TEAM),
                ledger -> ledger.settle("b", 10))
            .mayEnd("settled now", "HELD, APPLIED, 10/10/0")
            .mayEnd("settled before, and left as well", "HELD, APPLIED, 0/10/0"));
  }
}
