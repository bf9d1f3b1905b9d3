package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** A hold is extended or divided while it ends. */
final class ChangeRaces {
  private ChangeRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "extended and settled: no overrun if it held enough by then",
                () -> RaceLedger.ofTeam(10).holding(4),
                ledger -> ledger.extend("a", 8),
                ledger -> ledger.settle("a", 5))
            .then(ledger -> Race.words(ledger.standing(), ledger.overruns()))
            .mayEnd("extended before", "CHANGED, APPLIED, 5/0/0 0")
            .mayEnd("settled before", "ALREADY_ENDED, APPLIED, 5/0/0 1"),
        new Race(
                "extended by two",
                () -> RaceLedger.ofTeam(10).holding(4),
                ledger -> ledger.extend("a", 8),
                ledger -> ledger.extend("a", 10))
            .mayEnd("the larger stands", "CHANGED, CHANGED, 0/10/0"),
        new Race(
                "the last money is asked for by an extension and by a reservation",
                () -> RaceLedger.ofTeam(10).holding(4),
                ledger -> ledger.extend("a", 10),
                ledger -> ledger.reserve("b", 6, TEAM))
            .mayEnd("one of them", "CHANGED, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"),
        new Race(
                "a part is carved out of a hold that is settled",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.carve("a", "p", 4),
                ledger -> ledger.settle("a", 3))
            .mayEnd("the part stays held", "CHANGED, APPLIED, 3/4/0")
            .mayEnd("too late", "ALREADY_ENDED, APPLIED, 3/0/0"),
        new Race(
                "a part is carved out of a hold that is suspended",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.carve("a", "p", 4),
                ledger -> ledger.suspend("a"))
            .mayEnd("the part stays held", "CHANGED, APPLIED, 0/4/6")
            .mayEnd("too late", "ALREADY_ENDED, APPLIED, 0/0/10"),
        new Race(
                "a part is ended by one who does not wait for it",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.carve("a", "p", 4),
                ledger -> ledger.release("p"))
            .mayEnd("too early", "CHANGED, UNKNOWN, 0/10/0")
            .mayEnd("ended", "CHANGED, APPLIED, 0/6/0"),
        new Race(
                "the id of a part is reserved by another",
                () -> RaceLedger.ofTeam(20).holding(10),
                ledger -> ledger.carve("a", "p", 4),
                ledger -> ledger.reserve("p", 3, TEAM))
            .mayEnd("the part", "CHANGED, CONFLICT, 0/10/0")
            .mayEnd("the other hold", "CONFLICT, HELD, 0/13/0"));
  }
}
