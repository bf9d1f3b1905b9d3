package dev.halftone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode report = report();

  @Test
  void table_ofARun_comparesEachLineWithTheFastestBaselineOfItsQuestion() {
    assertThat(ResultTable.markdown(Map.of("commit", "abc1234"), Measurement.all(report)))
        .startsWith("# Benchmark results\n\n- commit: abc1234\n\n")
        .endsWith(
            """

            ## SumBenchmark

            | | time | B/op | ratio |
            | --- | --: | --: | --: |
            | baselineOne | 20.0 ± 2.00 ns | 0 | 2.00 (1.64 to 2.44) |
            | baselineTwo | 10.0 ± 1.00 ns |  | 1 |
            | ours | 1.50 ± 0.100 us | 1,234 | 150 (127 to 178) |

            ## ReadBenchmark, wireBytes=8000000

            | | time | B/op | MB/s | ratio |
            | --- | --: | --: | --: | --: |
            | ours | 4,000 us |  | 2,000 | 0.500 |
            | baseline | 8,000 ± 9,000 us |  | 1,000 | 1 |
            """);
  }

  @Test
  void table_ofAQuestionWithoutBaseline_hasNoRatio() {
    List<Measurement> alone = Measurement.all(report).subList(3, 4);

    assertThat(ResultTable.markdown(Map.of(), alone))
        .endsWith("| ours | 4,000 us |  | 2,000 |  |\n");
  }

  @Test
  void measurement_ofThroughput_isTheTimeOfOneOperation() throws IOException {
    JsonNode throughput =
        JSON.readTree(
            """
            [{"benchmark": "a.B.hotBaseline", "mode": "thrpt", "threads": 64,
              "primaryMetric": {"score": 4.0, "scoreError": 0.8, "scoreUnit": "ops/us"}}]
            """);

    Measurement measured = Measurement.all(throughput).get(0);

    assertThat(measured.isBaseline()).isTrue();
    assertThat(measured.group()).isEqualTo("B, threads=64");
    assertThat(measured.nanos()).isEqualTo(250);
    assertThat(measured.errorNanos()).isEqualTo(50);
  }

  @Test
  void resultsOfSamples_showTheir99thPercentileAndKeepNoHistogram() throws IOException {
    String metric =
        """
        {"score": %s, "scoreError": 1, "scoreUnit": "us/op", "rawDataHistogram": [[[[1, 2]]]],
         "scorePercentiles": {"50.0": 1, "99.0": %s}}
        """;
    JsonNode samples =
        JSON.readTree(
            """
            [{"benchmark": "a.B.baseline", "mode": "sample", "primaryMetric": %s},
             {"benchmark": "a.B.ours", "mode": "sample", "primaryMetric": %s}]
            """
                .formatted(metric.formatted(10, 40), metric.formatted(20, 60)));

    assertThat(ResultTable.markdown(Map.of(), Measurement.all(samples)))
        .endsWith(
            """
            | | time | B/op | ratio | 99th percentile | its ratio |
            | --- | --: | --: | --: | --: | --: |
            | baseline | 10.0 ± 1.00 us |  | 1 | 40.0 us | 1 |
            | ours | 20.0 ± 1.00 us |  | 2.00 (1.73 to 2.33) | 60.0 us | 1.50 |
            """);
    assertThat(ResultFile.kept(Map.of(), samples).toString())
        .contains("\"99.0\":60")
        .doesNotContain("rawDataHistogram");
  }

  @Test
  void measurement_ofAnotherMode_isRefused() throws IOException {
    JsonNode singleShot = JSON.readTree("[{\"benchmark\":\"a.B.c\",\"mode\":\"ss\"}]");

    assertThatThrownBy(() -> Measurement.all(singleShot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("benchmark 'a.B.c' has mode 'ss'; allowed are avgt, sample and thrpt");
  }

  @Test
  void main_writesBothFiles_withTheFactsAndWithoutThePathOfTheJvm(@TempDir Path folder)
      throws IOException {
    Path jmh = Files.writeString(folder.resolve("jmh.json"), report.toString());
    Path result = folder.resolve("results/2026-11-20-abc1234");

    ResultFile.main(new String[] {jmh.toString(), result.toString(), "CPU=Some CPU, 2 cores"});

    String markdown = Files.readString(Path.of(result + ".md"));
    JsonNode json = JSON.readTree(Files.readString(Path.of(result + ".json")));
    assertThat(markdown)
        .contains("- CPU: Some CPU, 2 cores\n- JDK: 17.0.1, Some VM\n- JVM flags: -Xms1g -Xmx1g\n")
        .contains("- JMH: 1.37; forks 3, warm-up 2 x 1 s, measured 5 x 500 ms\n");
    assertThat(json.at("/about/CPU").asText()).isEqualTo("Some CPU, 2 cores");
    assertThat(json.path("results")).hasSize(5);
    assertThat(json.at("/results/0/primaryMetric/rawData/0/1").asDouble()).isEqualTo(21);
    assertThat(json.at("/results/0/secondaryMetrics").properties()).hasSize(1);
    assertThat(markdown + json).doesNotContain("machine", "scorePercentiles");
  }

  @Test
  void main_withoutArguments_saysWhichItTakes() {
    assertThatThrownBy(() -> ResultFile.main(new String[] {"jmh.json"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("usage: ResultFile JMH.json RESULT [NAME=VALUE]...");
  }

  private static JsonNode report() {
    try (InputStream in = ResultFileTest.class.getResourceAsStream("jmh.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
