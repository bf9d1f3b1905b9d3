package dev.halftone.simulator;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads scenarios; every mistake is an {@link IllegalArgumentException} that tells its place. */
final class ScenarioReader {
  private static final int MOST_STEPS = 1_000;
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final List<String> CHANGES =
      List.of(
          "outage",
          "faults",
          "latency-factor",
          "rate-limit",
          "refuse-key",
          "quota-exhausted",
          "blocked");
  private static final List<String> STEP_KEYS =
      Stream.concat(Stream.of("at", "for", "provider"), CHANGES.stream()).toList();
  private static final List<String> FAULT_KEYS =
      Stream.of(Fault.values()).map(Fault::slug).toList();

  private ScenarioReader() {}

  static Scenario read(Reader reader, String name) throws IOException {
    YamlValue document = YamlValue.read(reader, name);
    YamlValue list = document.members(List.of("steps")).get("steps");
    if (list == null) {
      throw document.wrong("steps is missing; allowed is a list of steps");
    }
    List<ScenarioStep> steps = new ArrayList<>();
    for (YamlValue element : list.elements()) {
      steps.add(step(element));
    }
    if (steps.size() > MOST_STEPS) {
      throw list.wrong("has " + steps.size() + " steps; allowed are at most " + MOST_STEPS);
    }
    return new Scenario(steps);
  }

  private static ScenarioStep step(YamlValue step) {
    Map<String, YamlValue> members = step.members(STEP_KEYS);
    YamlValue at = members.get("at");
    if (at == null) {
      throw step.wrong("at is missing; allowed is a time such as 30s");
    }
    if (CHANGES.stream().noneMatch(members::containsKey)) {
      throw step.wrong("changes nothing; allowed is any of " + String.join(", ", CHANGES));
    }
    long from = nanos(at);
    YamlValue length = members.get("for");
    long until = length == null ? Long.MAX_VALUE : from + nanos(length);
    return new ScenarioStep(from, until, providers(members.get("provider")), change(members));
  }

  private static ScenarioState change(Map<String, YamlValue> members) {
    YamlValue faults = members.get("faults");
    YamlValue factor = members.get("latency-factor");
    YamlValue limit = members.get("rate-limit");
    return new ScenarioState(
        flag(members.get("outage")),
        flag(members.get("refuse-key")),
        flag(members.get("quota-exhausted")),
        flag(members.get("blocked")),
        faults == null ? null : faults(faults),
        factor == null ? 1 : factor.number(0.01, 100, "a number from 0.01 to 100"),
        limit == null ? null : rateLimit(limit));
  }

  private static boolean flag(@Nullable YamlValue value) {
    return value != null && value.flag();
  }

  private static FaultRates faults(YamlValue faults) {
    FaultRates.Builder rates = FaultRates.newBuilder();
    faults
        .members(FAULT_KEYS)
        .forEach(
            (slug, rate) -> {
              double share = rate.number(0, 1, "a share from 0 to 1");
              try {
                rates.rate(Fault.find(slug).orElseThrow(), share);
              } catch (IllegalArgumentException e) {
                throw faults.wrong(String.valueOf(e.getMessage()));
              }
            });
    return rates.build();
  }

  private static RateLimit rateLimit(YamlValue limit) {
    Map<String, YamlValue> members = limit.members(List.of("per-minute", "burst"));
    YamlValue perMinute = members.get("per-minute");
    YamlValue burst = members.get("burst");
    if (perMinute == null || burst == null) {
      throw limit.wrong(
          (perMinute == null ? "per-minute" : "burst")
              + " is missing; allowed is { per-minute: N, burst: N }");
    }
    return new RateLimit(
        perMinute.wholeNumber(1, RateLimit.MOST), burst.wholeNumber(1, RateLimit.MOST));
  }

  private static Set<SimulatedProvider> providers(@Nullable YamlValue name) {
    if (name == null || name.text().equals("all")) {
      return EnumSet.allOf(SimulatedProvider.class);
    }
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      if (provider.slug().equals(name.text())) {
        return EnumSet.of(provider);
      }
    }
    throw name.notAllowed(
        Stream.of(SimulatedProvider.values())
            .map(SimulatedProvider::slug)
            .collect(Collectors.joining(", ", "all, ", "")));
  }

  private static long nanos(YamlValue time) {
    Matcher matcher = TIME.matcher(time.text());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      TimeUnit unit =
          switch (matcher.group(2)) {
            case "ms" -> TimeUnit.MILLISECONDS;
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
          };
      long nanos = unit.toNanos(amount);
      if (nanos <= LONGEST_NANOS) {
        return nanos;
      }
    }
    throw time.notAllowed("a time such as 500ms, 30s, 2m or 1h, at most 365d");
  }
}
