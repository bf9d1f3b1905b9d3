package dev.halftone.budget;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What two actors ask of one ledger at the same time, and how that may end. */
final class Race {
  /** How a verdict begins if a race may end so. */
  static final String ALLOWED = "allowed in ";

  final String name;
  final Supplier<RaceLedger> start;
  final Function<RaceLedger, Object> first;
  final Function<RaceLedger, Object> second;

  /** By outcome. */
  private final Map<String, String> verdicts = new HashMap<>();

  private Function<RaceLedger, Object> after = RaceLedger::standing;

  Race(
      String name,
      Supplier<RaceLedger> start,
      Function<RaceLedger, Object> first,
      Function<RaceLedger, Object> second) {
    this.name = name;
    this.start = start;
    this.first = first;
    this.second = second;
  }

  /** All whose name has this word. */
  static List<Race> all(String word) {
    return Stream.of(
            LastMoneyRaces.all(),
            AllOrNoneRaces.all(),
            SameIdRaces.all(),
            EndingRaces.all(),
            ChangeRaces.all(),
            SuspenseRaces.all(),
            LimitRaces.all(),
            WindowRaces.all(),
            ViewRaces.all())
        .flatMap(List::stream)
        .filter(race -> race.name.contains(word))
        .toList();
  }

  /** Several answers of one actor, as one word of an outcome. */
  static String words(Object... answers) {
    return Arrays.stream(answers).map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** What is asked once both have done; usually what stands on the budgets. */
  Race then(Function<RaceLedger, Object> look) {
    after = look;
    return this;
  }

  /** Outcomes are the answers of the first, of the second, and after both. */
  Race mayEnd(String how, String... outcomes) {
    String verdict = ALLOWED + name + " (" + how + ")";
    for (String outcome : outcomes) {
      verdicts.put(outcome, verdict);
    }
    return this;
  }

  Object after(RaceLedger ledger) {
    return after.apply(ledger);
  }

  /** Says how it ended, and whether it may end so. */
  String verdict(Object one, Object other, Object afterwards) {
    return verdicts.getOrDefault(one + ", " + other + ", " + afterwards, "forbidden in " + name);
  }

  /** Those that allow it. */
  Set<String> verdicts() {
    return new TreeSet<>(verdicts.values());
  }
}
