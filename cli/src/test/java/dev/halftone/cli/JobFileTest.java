package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobFileTest {
  private static final String PROMPT = "the secret unveiling of the zeppelin";

  @TempDir Path folder;

  private JobFile open(byte[] content) throws IOException {
    Files.write(folder.resolve("jobs.jsonl"), content);
    Console console =
        Run.console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), Map.of(), folder);
    JobReader reader =
        new JobReader(PriceCatalog.shipped(), console.today(), Set.of("openai", "fal"));
    return JobFile.open(console, "jobs.jsonl", reader);
  }

  private List<Job> read(byte[] content) throws IOException {
    try (JobFile file = open(content)) {
      List<Job> jobs = new ArrayList<>();
      for (Job job = file.next(); job != null; job = file.next()) {
        jobs.add(job);
      }
      file.requireSound();
      return jobs;
    }
  }

  private List<Job> read(String content) throws IOException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  private CommandException refusal(byte[] content) {
    CommandException refusal = catchThrowableOfType(CommandException.class, () -> read(content));
    assertThat(refusal).isNotNull();
    assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
    return refusal;
  }

  private String mistakes(String content) {
    return String.valueOf(refusal(content.getBytes(StandardCharsets.UTF_8)).getMessage());
  }

  @Test
  void everyField_ofALine_isRead() throws IOException {
    ImageRequest request =
        read("""
            {"id": "p-17", "prompt": "a fox", "model": "gpt-image-2", "n": 2, "size": "1536x1024",\
             "quality": "hd", "background": "opaque", "output_format": "jpeg",\
             "output_compression": 80, "partial_images": 1, "thinking": "high", "halftone": {\
            "max_cost_usd": "0.50", "deadline_ms": 90000, "objective": "fastest",\
             "charge": ["team:growth"], "providers": ["fal"], "no_cache": true,\
             "quality_floor": "medium", "allow_smaller": true, "regions": ["eu", "ch"],\
             "data_rules": ["no-training"]}}
            """)
            .get(0)
            .request();

    assertThat(request)
        .isEqualTo(
            ImageRequest.builder("a fox")
                .model("gpt-image-2")
                .n(2)
                .size(new ImageSize(1536, 1024))
                .quality(Quality.HIGH)
                .background(Background.OPAQUE)
                .outputFormat(OutputFormat.JPEG)
                .outputCompression(80)
                .partialImages(1)
                .thinking(Thinking.HIGH)
                .maxCost(Usd.parse("0.5"))
                .deadline(Duration.ofSeconds(90))
                .qualityFloor(Quality.MEDIUM)
                .smallerAllowed(true)
                .regions(Set.of("eu", "ch"))
                .dataRules(Set.of(DataRule.NO_TRAINING))
                .objective(Objective.FASTEST)
                .charge("team:growth")
                .providers(Set.of("fal"))
                .cached(false)
                .build());
  }

  @Test
  void lines_withMarkBlanksAndCarriageReturns_keepTheirNumbers() throws IOException {
    List<Job> jobs =
        read(
            "\uFEFF{\"prompt\": \"ä\", \"model\": \"draft\"}\r\n\r\n  \n"
                + "{\"id\": \"last\", \"prompt\": \"b\", \"size\": null, \"model\": \"auto\"}");

    assertThat(jobs).extracting(Job::line).containsExactly(1L, 4L);
    assertThat(jobs).extracting(Job::id).containsExactly("line-1", "last");
    assertThat(jobs).extracting(Job::named).containsExactly(false, true);
    assertThat(jobs.get(0).request().tier()).isEqualTo(Tier.DRAFT);
    assertThat(jobs.get(0).request().prompt()).isEqualTo("ä");
    assertThat(jobs.get(1).request().model()).isNull();
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        bad("{\"promt\": \"x\"}", "line 1, promt: is not a known field; did you mean 'prompt'?"),
        bad("{\"id\": \"x\"}", "line 1, prompt: is missing"),
        bad("{\"prompt\": \" \"}", "line 1, prompt: is empty"),
        bad("{\"prompt\": 7}", "line 1, prompt: must be a text in quotes, not 7"),
        bad(job("\"id\": 17"), "line 1, id: must be a text in quotes, not 17"),
        bad(job("\"id\": \"a\\nb\""), "line 1, id: 'a?b' must be 1 to 128 characters"),
        bad(job("\"n\": 0"), "line 1, n: n is 0; allowed are 1 to 10"),
        bad(job("\"n\": 1.0"), "line 1, n: must be a whole number, not 1.0"),
        bad(job("\"n\": 99999999999"), "line 1, n: must be a whole number, not 99999999999"),
        bad(job("\"size\": \"big\""), "line 1, size: size 'big' is not WIDTHxHEIGHT"),
        bad(job("\"size\": \"" + "9".repeat(300) + "\""), "is longer than 256 characters"),
        bad(job("\"quality\": \"best\""), "quality 'best' is not one of low, medium"),
        bad(job("\"model\": \"gpt-image-22\""), "nearest that is alive is 'gpt-image-2'"),
        bad(job("\"thinking\": true"), "line 1, thinking: must be a text in quotes, not true"),
        bad(job("\"output_compression\": 50"), "output_compression applies to jpeg and webp only"),
        bad(job("\"halftone\": []"), "line 1, halftone: must be an object, not a list"),
        bad(ext("\"teir\": \"draft\""), "halftone.teir: is not a known field; did you mean 'tier'"),
        bad(ext("\"max_cost_usd\": 0.5"), "halftone.max_cost_usd: must be a text in quotes"),
        bad(ext("\"max_cost_usd\": \"-1\""), "max cost -1.000000 must not be negative"),
        bad(ext("\"deadline_ms\": 0"), "halftone.deadline_ms: deadline PT0S must be positive"),
        bad(ext("\"charge\": \"team:a\""), "halftone.charge: must be a list of texts, not a text"),
        bad(ext("\"charge\": [\"a\"]"), "halftone.charge: "),
        bad(ext("\"providers\": [\"opnai\"]"), "'opnai' is not one of fal, openai"),
        bad(ext("\"quality_floor\": \"auto\""), "quality floor is auto; allowed are low, medium"),
        bad(ext("\"allow_smaller\": 1"), "halftone.allow_smaller: must be true or false, not 1"),
        bad(
            ext("\"regions\": [\"EU\"]"),
            "halftone.regions: region 'EU' is not 1 to 32 lower-case"),
        bad(ext("\"data_rules\": [\"x\"]"), "halftone.data_rules: data rule 'x' is not one of"),
        bad(ext("\"no_cache\": \"yes\""), "halftone.no_cache: must be true or false, not a text"),
        bad(
            job("\"model\": \"draft\", \"halftone\": {\"tier\": \"final\"}"),
            "halftone.tier: and a tier as model contradict each other"),
        bad(
            job("\"thinking\": \"low\", \"halftone\": {\"thinking\": \"high\"}"),
            "halftone.thinking: is given beside it"),
        bad(job("\"n\": 1, \"n\": 2"), "line 1 gives a field twice"),
        bad("[1, 2]", "line 1 is not a JSON object"),
        bad("null", "line 1 is not a JSON object"),
        bad("{\"prompt\": \"x\"} {}", "line 1 is not one JSON object on one line"),
        bad("{\"prompt\": \"x\"", "line 1 is not one JSON object on one line; look at column"),
        bad("{".repeat(10_000), "line 1 is not one JSON object on one line"),
        bad("{\"a\":".repeat(5_000), "line 1 is not one JSON object on one line"),
        bad("\u0000\u0001", "line 1 is not one JSON object on one line"),
        bad("", "jobs.jsonl: has no job"));
  }

  private static Arguments bad(String line, String expected) {
    return Arguments.of(line, expected);
  }

  private static String job(String fields) {
    return "{\"prompt\": \"%s\", %s}".formatted(PROMPT, fields);
  }

  private static String ext(String fields) {
    return job("\"halftone\": {" + fields + "}");
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void badLine_isToldByFieldAndValue_neverByPrompt(String line, String expected) {
    assertThat(mistakes(line)).contains(expected).doesNotContain(PROMPT);
  }

  @Test
  void manyMistakes_areToldUpTo20AndCounted() {
    String told = mistakes((job("\"n\": 0") + "\n").repeat(12) + "{\"n\": 0}\n".repeat(12));

    assertThat(told.lines()).hasSize(JobFile.MAX_TOLD + 1);
    assertThat(told).endsWith("and 16 more; 36 mistakes on 24 lines");
  }

  @Test
  void sameId_onTwoLines_isToldWithBoth() {
    assertThat(mistakes((job("\"id\": \"a\"") + "\n").repeat(2)))
        .isEqualTo("jobs.jsonl, line 2, id: 'a' is also the id of line 1");
    assertThat(mistakes(job("\"id\": \"line-2\"") + "\n{\"prompt\": \"x\"}"))
        .contains("'line-2' is also the id of line 1");
  }

  @Test
  void giantAndBrokenLines_areMistakesOfTheirLineAlone() {
    byte[] giant =
        ("x".repeat(3 * JobLines.MAX_LINE_BYTES) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] latin1 = "{\"prompt\": \"\u00e4\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] good = "{\"prompt\": \"x\"}\n".getBytes(StandardCharsets.UTF_8);
    byte[] wrong = "{\"promptt\": \"x\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(String.valueOf(refusal(joined(giant, latin1, good, wrong)).getMessage()).lines())
        .hasSize(4)
        .startsWith(
            "jobs.jsonl, line 1 has more than 1048576 bytes",
            "jobs.jsonl, line 2 is not UTF-8 text")
        .last()
        .asString()
        .startsWith("jobs.jsonl, line 4, prompt: is missing");
  }

  @Test
  void longestLine_isRead() throws IOException {
    String frame = "{\"prompt\": \"\"}";
    String longest = "x".repeat(JobLines.MAX_LINE_BYTES - frame.length());

    assertThat(read("{\"prompt\": \"" + longest + "\"}\n").get(0).request().prompt())
        .hasSize(longest.length());
    assertThat(mistakes("{\"prompt\": \"" + longest + "y\"}\n")).contains("line 1 has more than");
  }

  @Test
  void anyBytes_areReadOrRefusedAndNothingElse() throws IOException {
    long seed = 20_261_120L;
    Random random = new Random(seed);
    byte[] sound =
        (job("\"id\": \"a\", \"n\": 2") + "\r\n" + ext("\"max_cost_usd\": \"1\"") + "\n")
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2_000; round++) {
      byte[] content = sound.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(read(content)).as("seed %d, round %d", seed, round).hasSizeBetween(1, 4);
      } catch (CommandException e) {
        assertThat(e.getMessage())
            .as("seed %d, round %d", seed, round)
            .startsWith("jobs.jsonl")
            .doesNotContain(PROMPT);
      }
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
