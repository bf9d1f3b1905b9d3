package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * By hand: the prompt is 12 tokens, 60,000 n$. At 1536x1024, gpt-image-2 takes 5,488 tokens at
 * high, 1,372 at medium, and 2.5-flare 343 at medium; a token is 30,000 n$. So high is 0.164700,
 * medium 0.041220, medium on flare 0.010350.
 */
class EstimateJobsTest {
  private static final String PROMPT = "\"prompt\": \"A red fox reading the news\"";
  private static final String JOBS =
      """
      {"id": "pinned", %1$s, "size": "1536x1024", "model": "gpt-image-2", "quality": "high"}
      {"id": "free-1", %1$s, "size": "1536x1024"}
      {"id": "free-2", %1$s, "size": "1536x1024", "model": "standard"}
      """
          .formatted(PROMPT);

  @TempDir Path folder;

  @BeforeEach
  void writeJobs() throws IOException {
    write("jobs.jsonl", JOBS);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Run estimate(String file, String... more) {
    List<String> args = new ArrayList<>(List.of("estimate", file, "--provider", "openai"));
    args.addAll(List.of(more));
    return Run.in(folder, args.toArray(String[]::new));
  }

  private static String most(JsonNode mix) {
    return mix.at("/usd/most").asText();
  }

  private static List<String> routes(JsonNode mix) {
    List<String> routes = new ArrayList<>();
    mix.get("routes")
        .forEach(
            one ->
                routes.add(
                    "%s@%s %d %s"
                        .formatted(
                            one.get("model").asText(),
                            one.get("quality").asText(),
                            one.get("jobs").asInt(),
                            most(one))));
    return routes;
  }

  @Test
  void totals_ofASmallFile_areThoseByHand() {
    Run run = estimate("jobs.jsonl", "--json");
    JsonNode document = run.json();

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(document.get("jobs").asInt()).isEqualTo(3);
    assertThat(most(document.get("best"))).isEqualTo("0.247140");
    assertThat(most(document.get("cheapest"))).isEqualTo("0.185400");
    assertThat(routes(document.get("cheapest")))
        .containsExactly("gpt-image-2@high 1 0.164700", "gpt-image-2.5-flare@medium 2 0.020700");
    assertThat(routes(document))
        .containsExactly(
            "gpt-image-2@medium 2 0.082440",
            "gpt-image-2@high 1 0.164700",
            "gpt-image-2.5-flare@medium 2 0.020700",
            "gpt-image-2.5-flare@high 2 0.082440");
    assertThat(document.get("budget").isNull()).isTrue();
  }

  @Test
  void budget_thatOneStepMeets_stepsOneJobDown() {
    Run run = estimate("jobs.jsonl", "--budget", "0.22", "--json");
    JsonNode budget = run.json().get("budget");

    assertThat(run.exit()).isZero();
    assertThat(budget.get("fits").asBoolean()).isTrue();
    assertThat(budget.get("jobs_stepped_down").asInt()).isEqualTo(1);
    assertThat(most(budget.get("mix"))).isEqualTo("0.216270");
    assertThat(budget.at("/mix/jobs").asInt()).isEqualTo(3);
  }

  @Test
  void budget_ofExactlyTheBest_movesNothing() {
    JsonNode budget = estimate("jobs.jsonl", "--budget", "0.247140", "--json").json().get("budget");

    assertThat(budget.get("jobs_moved").asInt()).isZero();
    assertThat(most(budget.get("mix"))).isEqualTo("0.247140");
  }

  @Test
  void budget_tooSmallForTheCheapest_exitsWith3AndSaysWhatIsMissing() {
    Run run = estimate("jobs.jsonl", "--budget", "0.18", "--json");
    JsonNode budget = run.json().get("budget");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(budget.get("fits").asBoolean()).isFalse();
    assertThat(budget.get("missing_usd").asText()).isEqualTo("0.005400");
    assertThat(budget.at("/mix/jobs").asInt()).isEqualTo(2);
    assertThat(most(budget.get("mix"))).isEqualTo("0.020700");
    assertThat(estimate("jobs.jsonl", "--budget", "0.18").out())
        .contains("short by $0.005400 even at the cheapest; cheapest first, 2 jobs of 3 fit");
  }

  @Test
  void jobsThatNoRouteServes_areCountedByReasonAndDoNotFailTheRest() throws IOException {
    String illegal =
        "{%s, \"model\": \"gpt-image-2\", \"size\": \"1000x1000\"}%n".formatted(PROMPT);
    write("some.jsonl", JOBS + illegal.repeat(2));
    write("none.jsonl", illegal);

    Run some = estimate("some.jsonl", "--json");
    assertThat(some.exit()).isZero();
    assertThat(some.json().get("unserved_jobs").asInt()).isEqualTo(2);
    assertThat(some.json().at("/unserved/0/jobs").asInt()).isEqualTo(2);
    assertThat(some.json().at("/unserved/0/first_line").asInt()).isEqualTo(4);
    assertThat(some.json().at("/unserved/0/reason").asText()).contains("multiples of 16");
    assertThat(most(some.json().get("best"))).isEqualTo("0.247140");
    assertThat(estimate("none.jsonl").exit()).isEqualTo(4);
  }

  @Test
  void squareJob_isToldTheCheaperSizeThatCoversIt() throws IOException {
    write(
        "square.jsonl",
        "{%s, \"model\": \"gpt-image-2\", \"quality\": \"high\"}%n".formatted(PROMPT).repeat(2));
    JsonNode row = estimate("square.jsonl", "--json").json().at("/cheaper_sizes/0");

    assertThat(row.get("from").asText()).isEqualTo("1024x1024");
    assertThat(row.get("jobs").asInt()).isEqualTo(2);
    String[] edges = row.get("to").asText().split("x", 2);
    assertThat(Integer.parseInt(edges[0])).isGreaterThanOrEqualTo(1024);
    assertThat(Integer.parseInt(edges[1])).isGreaterThanOrEqualTo(1024);
    // The saving is what the two sizes really differ by.
    String[] one = {"estimate", "--prompt", "A red fox reading the news", "--json"};
    String[] how = {"--model", "gpt-image-2", "--quality", "high", "--provider", "openai"};
    String other = row.get("to").asText();
    assertThat(Usd.parse(row.at("/saving_usd/most").asText()))
        .isEqualTo(quoted(one, how, "1024x1024").minus(quoted(one, how, other)).times(2));
  }

  private Usd quoted(String[] one, String[] how, String size) {
    List<String> args = new ArrayList<>(List.of(one));
    args.addAll(List.of(how));
    args.addAll(List.of("--size", size));
    return Usd.parse(
        Run.in(folder, args.toArray(String[]::new)).json().at("/offers/0/usd/most").asText());
  }

  @Test
  void batch_halvesWhatTheBatchLaneHalves() {
    assertThat(most(estimate("jobs.jsonl", "--batch", "--json").json().get("cheapest")))
        .isEqualTo("0.092700");
  }

  @Test
  void maxCostOfALine_excludesWhatMayCostMore() throws IOException {
    write(
        "max.jsonl",
        "{%s, \"size\": \"1536x1024\", \"halftone\": {\"max_cost_usd\": \"0.02\"}}%n"
            .formatted(PROMPT));

    assertThat(routes(estimate("max.jsonl", "--json").json()))
        .containsExactly("gpt-image-2.5-flare@medium 1 0.010350");
  }

  @Test
  void manyJobsAlike_sumExactly() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      many.append("{\"id\": \"%d\", %s, \"size\": \"1536x1024\"}%n".formatted(i, PROMPT));
    }
    write("many.jsonl", many.toString());
    Run run = estimate("many.jsonl", "--budget", "500", "--json");

    assertThat(run.exit()).isZero();
    // 824.40 at best; each step saves 0.030870, so 10,509 steps are the fewest that fit.
    assertThat(most(run.json().get("best"))).isEqualTo("824.400000");
    assertThat(run.json().at("/budget/jobs_stepped_down").asInt()).isEqualTo(10_509);
    assertThat(most(run.json().at("/budget/mix"))).isEqualTo("499.987170");
  }

  @Test
  void report_forPeople_namesEveryPart() {
    Run run = estimate("jobs.jsonl", "--budget", "0.22");

    assertThat(run.out())
        .startsWith("jobs.jsonl: 3 jobs, 3 images; US dollars, nothing was sent")
        .contains("Each job at its best rung")
        .contains("Each job where it costs least at most")
        .contains("1 job moved to a cheaper offer, 1 of them to a lower rung")
        .contains("Sizes that are no smaller in either direction and cost less")
        .contains("Every route, with the jobs it could serve");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("none.jsonl", "JOBS.jsonl: 'none.jsonl' is not a file"),
        Arguments.of("jobs.jsonl --prompt x", "--prompt and a file of jobs contradict each other"),
        Arguments.of("jobs.jsonl --size 1x1", "--size and a file of jobs contradict each other"),
        Arguments.of("jobs.jsonl --budget ten", "--budget: 'ten' is not an amount of US dollars"),
        Arguments.of("jobs.jsonl --budget=-1", "--budget: '-1' must not be negative"),
        Arguments.of("jobs.jsonl --provider x", "--provider: 'x' is not one of azure-foundry"),
        Arguments.of("--prompt x --budget 1", "--budget: it needs a file of jobs"),
        Arguments.of("jobs.jsonl jobs.jsonl", "unknown argument 'jobs.jsonl'"),
        Arguments.of("--json", "no prompt: give --prompt TEXT, or --prompt-file FILE; or a file"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void badUsage_isToldAndNothingIsPrinted(String args, String expected) {
    Run run = Run.in(folder, ("estimate " + args).split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(expected);
  }
}
