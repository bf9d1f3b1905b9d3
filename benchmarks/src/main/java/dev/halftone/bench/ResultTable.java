package dev.halftone.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a run as Markdown: what it ran on, then one table for each question and input, in which
 * every line is compared with the fastest baseline of the same run.
 */
final class ResultTable {
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private ResultTable() {}

  /**
   * Writes the table.
   *
   * @param facts what the run was made with, in the order to show
   */
  static String markdown(Map<String, String> facts, List<Measurement> measurements) {
    StringBuilder out = new StringBuilder("# Benchmark results\n\n");
    facts.forEach((name, value) -> out.append("- %s: %s\n".formatted(name, value)));
    out.append(
        """

        Times are means with half their 99.9 % confidence interval. A ratio is time over the time of
        the fastest baseline of the same table, above 1 for slower, with the range that both
        intervals allow. With several threads, a time is that of all of them for one operation.
        """);
    Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      groups.computeIfAbsent(measurement.group(), name -> new ArrayList<>()).add(measurement);
    }
    groups.forEach((name, group) -> append(out, name, group));
    return out.toString();
  }

  private static void append(StringBuilder out, String name, List<Measurement> group) {
    Optional<Measurement> baseline =
        group.stream()
            .filter(Measurement::isBaseline)
            .min(Comparator.comparingDouble(Measurement::nanos));
    out.append("\n## %s\n\n".formatted(name));
    boolean wire = group.get(0).wireBytes().isPresent();
    boolean sampled = !Double.isNaN(group.get(0).p99());
    List<String> columns = new ArrayList<>(List.of("time", "B/op"));
    if (wire) {
      columns.add("MB/s");
    }
    columns.add("ratio");
    if (sampled) {
      columns.addAll(List.of("99th percentile", "its ratio"));
    }
    out.append("| | %s |\n".formatted(String.join(" | ", columns)));
    out.append("| --- |%s\n".formatted(" --: |".repeat(columns.size())));
    for (Measurement one : group) {
      out.append("| %s | %s | %s |".formatted(one.name(), time(one), bytes(one.bytesPerOp())));
      if (wire) {
        out.append(" %s |".formatted(megabytesPerSecond(one)));
      }
      out.append(" %s |".formatted(baseline.map(base -> ratio(one, base)).orElse("")));
      if (sampled) {
        out.append(" %s %s |".formatted(number(one.p99()), unit(one)));
        out.append(" %s |".formatted(baseline.map(base -> p99Ratio(one, base)).orElse("")));
      }
      out.append('\n');
    }
  }

  private static String time(Measurement one) {
    String unit = unit(one);
    return Double.isNaN(one.error())
        ? "%s %s".formatted(number(one.time()), unit)
        : "%s ± %s %s".formatted(number(one.time()), number(one.error()), unit);
  }

  private static String unit(Measurement one) {
    return one.unit().replace("/op", "");
  }

  private static String p99Ratio(Measurement one, Measurement baseline) {
    return one.equals(baseline) ? "1" : number(one.p99() / baseline.p99());
  }

  private static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%,.0f", bytes);
  }

  private static String megabytesPerSecond(Measurement one) {
    double megabytes = one.wireBytes().orElse(0) / BYTES_PER_MEGABYTE;
    return number(megabytes / (one.nanos() / NANOS_PER_SECOND));
  }

  private static String ratio(Measurement one, Measurement baseline) {
    if (one.equals(baseline)) {
      return "1";
    }
    String ratio = number(one.nanos() / baseline.nanos());
    double least = (one.nanos() - one.errorNanos()) / (baseline.nanos() + baseline.errorNanos());
    double most = (one.nanos() + one.errorNanos()) / (baseline.nanos() - baseline.errorNanos());
    // An interval wider than its mean says nothing: then there is no range to show.
    return least > 0 && most > 0
        ? "%s (%s to %s)".formatted(ratio, number(least), number(most))
        : ratio;
  }

  /** Three digits that count, without an exponent. */
  private static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
