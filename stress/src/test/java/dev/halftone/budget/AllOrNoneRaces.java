package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.ORG;
import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** A reservation that the second of its two budgets refuses leaves no trace on the first. */
final class AllOrNoneRaces {
  private AllOrNoneRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "another on the first budget is never refused for one refused by the second",
                () -> RaceLedger.ofBoth(10, 5),
                ledger -> ledger.reserve("a", 6, ORG, TEAM),
                ledger -> ledger.reserve("b", 10, ORG))
            .mayEnd("as if it had not been", "REFUSED, HELD, 0/10/0 0/0/0"),
        new Race(
                "a reader never sees it",
                () -> RaceLedger.ofBoth(10, 5),
                ledger -> ledger.reserve("a", 6, ORG, TEAM),
                RaceLedger::standing)
            .mayEnd("nothing to see", "REFUSED, 0/0/0 0/0/0, 0/0/0 0/0/0"),
        new Race(
                "a bill above its hold on two budgets, and a reservation on one",
                () -> RaceLedger.ofBoth(10, 10).holding("a", 4, ORG, TEAM),
                ledger -> ledger.settle("a", 8),
                ledger -> ledger.reserve("b", 6, TEAM))
            .mayEnd("reserved before the bill", "APPLIED, HELD, 8/0/0 8/6/0")
            .mayEnd("refused after it", "APPLIED, REFUSED, 8/0/0 8/0/0"));
  }
}
