package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.ORG;
import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** A limit set, lowered or taken away while money is reserved. */
final class LimitRaces {
  private LimitRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "lowered below what is asked",
                () -> RaceLedger.ofTeam(10),
                ledger -> ledger.put(RaceLedger.budget(TEAM, 5)),
                ledger -> ledger.reserve("a", 6, TEAM))
            .then(ledger -> Race.words(ledger.standing(), ledger.reserve("b", 5, TEAM)))
            .mayEnd("held before, and then no more", "SET, HELD, 0/6/0 REFUSED")
            .mayEnd("refused after", "SET, REFUSED, 0/0/0 HELD"),
        new Race(
                "raised to what is asked",
                () -> RaceLedger.ofTeam(5),
                ledger -> ledger.put(RaceLedger.budget(TEAM, 10)),
                ledger -> ledger.reserve("a", 6, TEAM))
            .then(ledger -> Race.words(ledger.standing(), ledger.reserve("b", 4, TEAM)))
            .mayEnd("held after", "SET, HELD, 0/6/0 HELD")
            .mayEnd("refused before", "SET, REFUSED, 0/0/0 HELD"),
        new Race(
                "another limit keeps what stands and what is settled meanwhile",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.put(RaceLedger.budget(TEAM, 5)),
                ledger -> ledger.settle("a", 4))
            .mayEnd("settled once", "SET, APPLIED, 4/0/0"),
        new Race(
                "taken away",
                () -> RaceLedger.ofTeam(10),
                RaceLedger::remove,
                ledger -> ledger.reserve("a", 6, TEAM))
            .then(ledger -> ledger.settle("a", 6))
            .mayEnd("held before; it ends as it would have", "true, HELD, APPLIED")
            .mayEnd("unknown after", "true, NO_BUDGET, UNKNOWN"),
        new Race(
                "a misspelt scope is refused while the history is read: neither waits for ever",
                () -> RaceLedger.ofTeam(10),
                ledger -> ledger.reserve("a", 6, ORG),
                RaceLedger::history)
            .mayEnd("only the limit was set", "NO_BUDGET, 1, 0/0/0"));
  }
}
