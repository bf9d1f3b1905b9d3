package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** A reader sees sums that stood together at one moment, never above the limit, and in order. */
final class ViewRaces {
  private ViewRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "money returns and is held again while somebody reads twice",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> Race.words(ledger.settle("a", 4), ledger.reserve("b", 6, TEAM)),
                ledger -> Race.words(ledger.standing(), ledger.standing()))
            .mayEnd("before", "APPLIED HELD, 0/10/0 0/10/0, 4/6/0")
            .mayEnd("as it returns", "APPLIED HELD, 0/10/0 4/0/0, 4/6/0")
            .mayEnd("before and after", "APPLIED HELD, 0/10/0 4/6/0, 4/6/0")
            .mayEnd("between", "APPLIED HELD, 4/0/0 4/0/0, 4/6/0")
            .mayEnd("as it is held again", "APPLIED HELD, 4/0/0 4/6/0, 4/6/0")
            .mayEnd("after", "APPLIED HELD, 4/6/0 4/6/0, 4/6/0"),
        new Race(
                "money goes through suspense while somebody reads twice",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> Race.words(ledger.suspend("a"), ledger.resolve("a", 7)),
                ledger -> Race.words(ledger.standing(), ledger.standing()))
            .mayEnd("before", "APPLIED APPLIED, 0/10/0 0/10/0, 7/0/0")
            .mayEnd("as it is suspended", "APPLIED APPLIED, 0/10/0 0/0/10, 7/0/0")
            .mayEnd("before and after", "APPLIED APPLIED, 0/10/0 7/0/0, 7/0/0")
            .mayEnd("between", "APPLIED APPLIED, 0/0/10 0/0/10, 7/0/0")
            .mayEnd("as it is resolved", "APPLIED APPLIED, 0/0/10 7/0/0, 7/0/0")
            .mayEnd("after", "APPLIED APPLIED, 7/0/0 7/0/0, 7/0/0"));
  }
}
