package dev.halftone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One benchmark of one run, as JMH reports it.
 *
 * @param suite the simple name of its class, which states the question
 * @param name the method; one that starts with {@code baseline} is what the others are compared
 *     with
 * @param params its parameters, as {@code name=value}, and threads if more than one
 * @param wireBytes the bytes one operation reads, if it has a parameter of that name
 * @param time time per operation, in {@code unit}
 * @param error half the 99.9 % confidence interval; NaN if there were too few iterations
 * @param unit such as {@code ns/op}
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
    double bytesPerOp) {
  private static final String BASELINE = "baseline";

  /**
   * Reads JMH's JSON.
   *
   * @throws IllegalArgumentException if a benchmark did not measure average time
   */
  static List<Measurement> all(JsonNode results) {
    List<Measurement> all = new ArrayList<>();
    results.forEach(result -> all.add(of(result)));
    return List.copyOf(all);
  }

  private static Measurement of(JsonNode result) {
    String[] path = result.path("benchmark").asText().split("\\.", -1);
    String mode = result.path("mode").asText();
    if (path.length < 2 || !mode.equals("avgt")) {
      throw new IllegalArgumentException(
          "benchmark '%s' has mode '%s'; only avgt, average time, goes into the table"
              .formatted(String.join(".", path), mode));
    }
    JsonNode params = result.path("params");
    JsonNode wireBytes = params.path("wireBytes");
    JsonNode metric = result.path("primaryMetric");
    return new Measurement(
        path[path.length - 2],
        path[path.length - 1],
        describe(params, result.path("threads").asInt(1)),
        wireBytes.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(wireBytes.asLong()),
        metric.path("score").asDouble(Double.NaN),
        metric.path("scoreError").asDouble(Double.NaN),
        metric.path("scoreUnit").asText(),
        result
            .path("secondaryMetrics")
            .path("gc.alloc.rate.norm")
            .path("score")
            .asDouble(Double.NaN));
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
    return name.startsWith(BASELINE);
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
