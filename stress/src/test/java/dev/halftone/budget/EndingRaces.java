package dev.halftone.budget;

import java.util.List;

/** Several endings of one hold: exactly one applies, and its figure stands. */
final class EndingRaces {
  private EndingRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "the same call is settled and released",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.settle("a", 4),
                ledger -> ledger.release("a"))
            .mayEnd("settled", "APPLIED, ALREADY_ENDED, 4/0/0")
            .mayEnd("released", "ALREADY_ENDED, APPLIED, 0/0/0"),
        new Race(
                "an answer comes as its call is given up",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.settle("a", 4),
                ledger -> ledger.suspend("a"))
            .mayEnd("settled", "APPLIED, ALREADY_ENDED, 4/0/0")
            .mayEnd("in suspense", "ALREADY_ENDED, APPLIED, 0/0/10"),
        new Race(
                "a refusal comes as its call is given up",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.release("a"),
                ledger -> ledger.suspend("a"))
            .mayEnd("released", "APPLIED, ALREADY_ENDED, 0/0/0")
            .mayEnd("in suspense", "ALREADY_ENDED, APPLIED, 0/0/10"),
        new Race(
                "an answer is delivered twice, with a bill above its hold",
                () -> RaceLedger.ofTeam(10).holding(4),
                ledger -> ledger.settle("a", 12),
                ledger -> ledger.settle("a", 13))
            .then(ledger -> Race.words(ledger.standing(), ledger.overruns()))
            .mayEnd("the first, one overrun", "APPLIED, ALREADY_ENDED, 12/0/0 1")
            .mayEnd("the second, one overrun", "ALREADY_ENDED, APPLIED, 13/0/0 1"));
  }
}
