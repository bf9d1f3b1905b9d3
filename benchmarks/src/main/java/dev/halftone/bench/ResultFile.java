package dev.halftone.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the report of JMH into the two files that are kept: JSON for machines and Markdown for
 * people, both saying what the run was made with and neither where on that machine.
 */
public final class ResultFile {
  private static final List<String> KEPT =
      List.of("benchmark", "mode", "threads", "forks", "params", "primaryMetric");
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultFile() {}

  /**
   * Writes both files.
   *
   * @param args the report of JMH; the path of the results without its ending; then {@code
   *     name=value} for each fact about the run that only the caller knows
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if an argument is missing or the report has no baseline
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: ResultFile JMH.json RESULT [NAME=VALUE]...");
    }
    JsonNode report = JSON.readTree(Path.of(args[0]).toFile());
    Map<String, String> facts = facts(report, Arrays.asList(args).subList(2, args.length));
    Path result = Path.of(args[1]);
    Path folder = result.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        Path.of(args[1] + ".md"), ResultTable.markdown(facts, Measurement.all(report)));
    Files.writeString(
        Path.of(args[1] + ".json"), JSON.writeValueAsString(kept(facts, report)) + "\n");
  }

  /** Those given, then those JMH knows: all benchmarks of a run share them. */
  static Map<String, String> facts(JsonNode report, List<String> given) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String fact : given) {
      int equals = fact.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'%s' is not NAME=VALUE".formatted(fact));
      }
      facts.put(fact.substring(0, equals), fact.substring(equals + 1));
    }
    JsonNode first = report.path(0);
    facts.put(
        "JDK",
        "%s, %s".formatted(first.path("jdkVersion").asText(), first.path("vmName").asText()));
    StringBuilder flags = new StringBuilder();
    first.path("jvmArgs").forEach(flag -> flags.append(flag.asText()).append(' '));
    facts.put("JVM flags", flags.toString().strip());
    facts.put(
        "JMH",
        "%s; forks %s, warm-up %s x %s, measured %s x %s"
            .formatted(
                first.path("jmhVersion").asText(),
                first.path("forks").asText(),
                first.path("warmupIterations").asText(),
                first.path("warmupTime").asText(),
                first.path("measurementIterations").asText(),
                first.path("measurementTime").asText()));
    return facts;
  }

  /** Leaves out what names the machine, such as the path of its JVM, and what nobody reads. */
  static ObjectNode kept(Map<String, String> facts, JsonNode report) {
    ObjectNode file = JSON.createObjectNode();
    ObjectNode about = file.putObject("about");
    facts.forEach(about::put);
    ArrayNode results = file.putArray("results");
    for (JsonNode result : report) {
      ObjectNode kept = results.addObject();
      for (String name : KEPT) {
        if (result.has(name)) {
          kept.set(name, shortened(result.path(name)));
        }
      }
      JsonNode allocated = result.path("secondaryMetrics").path(ALLOCATED);
      if (!allocated.isMissingNode()) {
        kept.putObject("secondaryMetrics").set(ALLOCATED, shortened(allocated));
      }
    }
    return file;
  }

  /** Of samples the percentiles, of else the raw means; not what follows from them. */
  private static JsonNode shortened(JsonNode metric) {
    return metric instanceof ObjectNode object
        ? object
            .deepCopy()
            .<ObjectNode>without(
                object.has("rawDataHistogram") ? "rawDataHistogram" : "scorePercentiles")
        : metric;
  }
}
