package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** One id used by two at once: one hold. */
final class SameIdRaces {
  private SameIdRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "the same reservation twice",
                () -> RaceLedger.ofTeam(20),
                ledger -> ledger.reserve("a", 10, TEAM),
                ledger -> ledger.reserve("a", 10, TEAM))
            .mayEnd("both have the one hold", "HELD, HELD, 0/10/0"),
        new Race(
                "two different reservations with one id",
                () -> RaceLedger.ofTeam(20),
                ledger -> ledger.reserve("a", 10, TEAM),
                ledger -> ledger.reserve("a", 6, TEAM))
            .mayEnd("the first", "HELD, CONFLICT, 0/10/0", "CONFLICT, HELD, 0/6/0"),
        new Race(
                "ended by one who does not wait for the reservation",
                () -> RaceLedger.ofTeam(20),
                ledger -> ledger.reserve("a", 10, TEAM),
                ledger -> ledger.settle("a", 4))
            .mayEnd("too early", "HELD, UNKNOWN, 0/10/0")
            .mayEnd("ended", "HELD, APPLIED, 4/0/0"),
        new Race(
                "a refused id tried by two, of whom neither waits for ever",
                () -> RaceLedger.ofTeam(5),
                ledger -> ledger.reserve("a", 10, TEAM),
                ledger -> ledger.reserve("a", 10, TEAM))
            .mayEnd("no room", "REFUSED, REFUSED, 0/0/0"));
  }
}
