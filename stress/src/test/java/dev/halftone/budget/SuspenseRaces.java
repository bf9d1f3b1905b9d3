package dev.halftone.budget;

import static dev.halftone.budget.RaceLedger.TEAM;

import java.time.Duration;
import java.util.List;

/** Suspense, its resolution by hand, and an owner that answers late. */
final class SuspenseRaces {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LATER = Duration.ofMinutes(2);

  private SuspenseRaces() {}

  static List<Race> all() {
    return List.of(
        new Race(
                "suspended and resolved while its owner settles",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.settle("a", 4),
                ledger -> Race.words(ledger.suspend("a"), ledger.resolve("a", 7)))
            .mayEnd("settled in time", "APPLIED, ALREADY_ENDED ALREADY_ENDED, 4/0/0")
            .mayEnd("settled too late", "ALREADY_ENDED, APPLIED APPLIED, 7/0/0"),
        new Race(
                "resolved by one as another suspends",
                () -> RaceLedger.ofTeam(10).holding(10),
                ledger -> ledger.suspend("a"),
                ledger -> ledger.resolve("a", 7))
            .mayEnd("resolved too early", "APPLIED, UNKNOWN, 0/0/10")
            .mayEnd("resolved", "APPLIED, APPLIED, 7/0/0"),
        new Race(
                "two people resolve it",
                () -> RaceLedger.ofTeam(10).holding(10).suspended("a"),
                ledger -> ledger.resolve("a", 7),
                ledger -> ledger.resolve("a", 0))
            .mayEnd("the first", "APPLIED, ALREADY_ENDED, 7/0/0")
            .mayEnd("the second", "ALREADY_ENDED, APPLIED, 0/0/0"),
        new Race(
                "its lifetime is over: resolved by hand while its owner settles",
                () -> RaceLedger.ofTeam(10).holding("a", 10, MINUTE, TEAM).later(LATER),
                ledger -> ledger.settle("a", 4),
                ledger -> ledger.resolve("a", 7))
            .mayEnd("settled", "APPLIED, ALREADY_ENDED, 4/0/0")
            .mayEnd("resolved", "ALREADY_ENDED, APPLIED, 7/0/0"),
        new Race(
                "its lifetime ends and somebody looks, while its owner settles",
                () -> RaceLedger.ofTeam(10).holding("a", 10, MINUTE, TEAM),
                ledger -> ledger.later(LATER).standing(),
                ledger -> ledger.settle("a", 4))
            .mayEnd("seen in suspense", "0/0/10, APPLIED, 4/0/0")
            .mayEnd("seen settled", "4/0/0, APPLIED, 4/0/0"),
        new Race(
                "its owner extends it as its lifetime ends and somebody looks",
                () -> RaceLedger.ofTeam(10).holding("a", 10, MINUTE, TEAM),
                ledger -> ledger.later(LATER).standing(),
                ledger -> ledger.extend("a", 10))
            .mayEnd("seen before", "0/0/10, CHANGED, 0/10/0")
            .mayEnd("seen after", "0/10/0, CHANGED, 0/10/0"));
  }
}
