package dev.halftone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One benchmark of one run, as JMH reports it.
 *
 * @param suite the simple name of its class, which states the question
 * @param name the method; one that has {@code baseline} in it is what the others are compared with
 * @param params its parameters, as {@code name=value}, and threads if more than one
 * @param wireBytes the bytes one operation reads, if it has a parameter of that name
 * @param time time per operation, in {@code unit}
 * @param error half the 99.9 % confidence interval; NaN if there were too few iterations
 * @param unit such as {@code ns/op}
 * @param p99 the time of the 99th of a hundred operations, in {@code unit}; NaN unless sampled
 * @param bytesPerOp bytes allocated per operation; NaN if the profiler was off
 */
record Measurement(
    String suite,
    String name,
    String params,
    OptionalLong wireBytes,
    double time,
    double error,
    String unit,
    double p99,
    double bytesPerOp) {
  private static final String BASELINE = "baseline";
  private static final String THROUGHPUT = "thrpt";
  private static final double THOUSAND = 1000;

  /**
   * Reads JMH's JSON; a throughput becomes the time of one operation.
   *
   * @throws IllegalArgumentException if a benchmark has another mode than average time, samples of
   *     it, or throughput
   */
  static List<Measurement> all(JsonNode results) {
    List<Measurement> all = new ArrayList<>();
    results.forEach(result -> all.add(of(result)));
    return List.copyOf(all);
  }

  private static Measurement of(JsonNode result) {
    String[] path = result.path("benchmark").asText().split("\\.", -1);
    String mode = result.path("mode").asText();
    if (path.length < 2 || !List.of("avgt", "sample", THROUGHPUT).contains(mode)) {
      throw new IllegalArgumentException(
          "benchmark '%s' has mode '%s'; allowed are avgt, sample and thrpt"
              .formatted(String.join(".", path), mode));
    }
    JsonNode params = result.path("params");
    JsonNode wireBytes = params.path("wireBytes");
    JsonNode metric = result.path("primaryMetric");
    double score = metric.path("score").asDouble(Double.NaN);
    double error = metric.path("scoreError").asDouble(Double.NaN);
    String unit = metric.path("scoreUnit").asText();
    boolean inverse = mode.equals(THROUGHPUT);
    return new Measurement(
        path[path.length - 2],
        path[path.length - 1],
        describe(params, result.path("threads").asInt(1)),
        wireBytes.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(wireBytes.asLong()),
        inverse ? THOUSAND / score : score,
        inverse ? THOUSAND * error / (score * score) : error,
        inverse ? thousandth(unit) : unit,
        mode.equals("sample")
            ? metric.path("scorePercentiles").path("99.0").asDouble(Double.NaN)
            : Double.NaN,
        result
            .path("secondaryMetrics")
            .path("gc.alloc.rate.norm")
            .path("score")
            .asDouble(Double.NaN));
  }

  /** Of what a throughput counts by, since few would do for one operation. */
  private static String thousandth(String unit) {
    return switch (unit) {
      case "ops/s" -> "ms/op";
      case "ops/ms" -> "us/op";
      case "ops/us" -> "ns/op";
      default -> throw new IllegalArgumentException("unit '%s' is no throughput".formatted(unit));
    };
  }

  private static String describe(JsonNode params, int threads) {
    TreeMap<String, String> named = new TreeMap<>();
    params.properties().forEach(one -> named.put(one.getKey(), one.getValue().asText()));
    if (threads > 1) {
      named.put("threads", Integer.toString(threads));
    }
    List<String> words = new ArrayList<>();
    named.forEach((name, value) -> words.add(name + "=" + value));
    return String.join(", ", words);
  }

  boolean isBaseline() {
    return name.toLowerCase(Locale.ROOT).contains(BASELINE);
  }

  /** What belongs under one heading: one question, one input. */
  String group() {
    return params.isEmpty() ? suite : suite + ", " + params;
  }

  double nanos() {
    return time * nanosPerUnit();
  }

  double errorNanos() {
    return error * nanosPerUnit();
  }

  private double nanosPerUnit() {
    return switch (unit) {
      case "ns/op" -> 1;
      case "us/op" -> 1e3;
      case "ms/op" -> 1e6;
      case "s/op" -> 1e9;
      default -> throw new IllegalArgumentException("unit '%s' is no time".formatted(unit));
    };
  }
}
