package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.ORG;
import static dev.halftone.budget.RaceLedger.TEAM;

import java.util.List;

/** Two reservations of the last money: one is held, never both, never neither. */
final class LastMoneyRaces {
  private LastMoneyRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "last money of one budget",
                () -> RaceLedger.ofTeam(10),
                ledger -> ledger.reserve("a", 10, TEAM),
                ledger -> ledger.reserve("b", 10, TEAM))
            .mayEnd("one of them", "HELD, REFUSED, 0/10/0", "REFUSED, HELD, 0/10/0"),
        new Race(
                "last money of two budgets, named in opposite orders",
                () -> RaceLedger.ofBoth(10, 10),
                ledger -> ledger.reserve("a", 10, ORG, TEAM),
                ledger -> ledger.reserve("b", 10, TEAM, ORG))
            .mayEnd(
                "one of them, on both",
                "HELD, REFUSED, 0/10/0 0/10/0",
                "REFUSED, HELD, 0/10/0 0/10/0"),
        new Race(
                "a settlement returns what a reservation needs",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.settle("a", 4),
                ledger -> ledger.reserve("b", 6, TEAM))
            .mayEnd("settled before", "APPLIED, HELD, 4/6/0")
            .mayEnd("settled after", "APPLIED, REFUSED, 4/0/0"));
  }
}
