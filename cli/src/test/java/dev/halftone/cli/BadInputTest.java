package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told with the option, the value and what is allowed, and nothing is printed. */
class BadInputTest {
  @TempDir Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("catlog", "unknown command 'catlog'; did you mean catalog?"),
        mistake("catalog --jsn", "unknown option '--jsn'; did you mean --json?"),
        mistake("catalog all", "unknown argument 'all'"),
        mistake("estimate", "no prompt: give --prompt TEXT, or --prompt-file FILE"),
        mistake("estimate --prompt", "Missing required parameter for option '--prompt' (TEXT)"),
        mistake("estimate --prompt=", "prompt is empty; say what the image should show"),
        mistake(
            "estimate --prompt x --prompt-file f",
            "--prompt TEXT and --prompt-file contradict each other: give one"),
        mistake("estimate --prompt-file none.txt", "--prompt-file: 'none.txt' is not a file"),
        mistake("estimate --prompt-file latin1.txt", "'latin1.txt' is not UTF-8 text"),
        mistake(
            "estimate --prompt x --size 7",
            "--size: size '7' is not WIDTHxHEIGHT in pixels, such as 1536x1024, nor auto"),
        mistake(
            "estimate --prompt x --model gpt-image-2 --size 1000x1000",
            "size 1000x1000 on gpt-image-2: both edges must be multiples of 16; nearest legal is"
                + " 1008x1008"),
        mistake(
            "estimate --prompt x --quality ultra",
            "--quality: quality 'ultra' is not one of low, medium, high, xhigh, max, auto"),
        mistake(
            "estimate --prompt x --model gpt-image-2 --quality max",
            "quality max on gpt-image-2: it offers low, medium, high, auto; nearest legal is high"),
        mistake(
            "estimate --prompt x --model gpt-image-22",
            "--model: 'gpt-image-22' is not known; the nearest that is alive is 'gpt-image-2'"),
        mistake(
            "estimate --prompt x --model gpt-image-2 --tier draft",
            "model 'gpt-image-2' and tier 'draft' contradict each other"),
        mistake(
            "estimate --prompt x --tier best",
            "--tier: tier 'best' is not one of draft, standard, final"),
        mistake(
            "estimate --prompt x --tier final --quality low",
            "quality 'low' is below every rung of tier 'final'"),
        mistake(
            "estimate --prompt x --thinking on",
            "--thinking: thinking 'on' is not one of off, low, medium, high"),
        mistake("estimate --prompt x -n 11", "-n: n is 11; allowed are 1 to 10"),
        mistake("estimate --prompt x -n two", "-n: 'two' is not a whole number"),
        mistake("estimate --prompt x --image no.png", "--image: 'no.png' is not a file"),
        mistake(
            "estimate --prompt x --image latin1.txt",
            "--image: 'latin1.txt' cannot be used: it is not a PNG, JPEG or WebP image"),
        mistake("estimate --prompt x --mask no.png", "--mask: it needs an --image to apply to"));
  }

  static Stream<Arguments> moreMistakes() {
    return Stream.of(
        mistake(
            "estimate --prompt x --background red",
            "--background: background 'red' is not one of auto, opaque, transparent"),
        mistake(
            "estimate --prompt x --background transparent --output-format jpeg",
            "background 'transparent' needs output format png or webp, not jpeg"),
        mistake(
            "estimate --prompt x --output-format gif",
            "--output-format: output format 'gif' is not one of png, jpeg, webp"),
        mistake(
            "estimate --prompt x --partial-images 4",
            "--partial-images: partial_images is 4; allowed are 0 to 3"),
        mistake(
            "estimate --prompt x --max-cost 5e-2",
            "--max-cost: '5e-2' is not an amount of US dollars; write it like 12.50"),
        mistake(
            "estimate --prompt x --max-cost=-1",
            "--max-cost: max cost -1.000000 must not be negative"),
        mistake(
            "estimate --prompt x --deadline soon",
            "--deadline: 'soon' is not a length of time; write it like 30s, 2m, 1h or PT30S"),
        mistake("estimate --prompt x --deadline 0s", "--deadline: deadline PT0S must be positive"),
        mistake(
            "estimate --prompt x --objective best",
            "--objective: objective 'best' is not one of cheapest, fastest, balanced"),
        mistake(
            "estimate --prompt x --charge growth",
            "--charge: scope 'growth' is not KIND:NAME, such as team:growth"),
        mistake(
            "estimate --prompt x --provider fall",
            "--provider: 'fall' is not one of azure-foundry, azure-foundry-datazone, fal, openai,"),
        mistake("estimate --prompt x --size 1x1 --size 2x2", "'--size' (WxH) should be specified"),
        mistake("estimate --prompt x --config no.yaml", "--config: 'no.yaml' is not a file"),
        mistake(
            "estimate --prompt x --quality-floor best",
            "--quality-floor: quality 'best' is not one of low, medium, high, xhigh, max, auto"),
        mistake(
            "estimate --prompt x --quality-floor auto",
            "quality floor is auto; allowed are low, medium, high, xhigh and max"),
        mistake(
            "estimate --prompt x --quality low --quality-floor high",
            "quality low is below the quality floor high"),
        mistake(
            "estimate --prompt x --tier draft --quality-floor max",
            "quality floor 'max' is above every rung of tier 'draft'; its best is"),
        mistake(
            "estimate --prompt x --region EU",
            "--region: region 'EU' is not 1 to 32 lower-case letters, digits and dashes"),
        mistake(
            "estimate --prompt x --data-rule secret",
            "--data-rule: data rule 'secret' is not one of no-training, no-retention"),
        mistake(
            "estimate jobs.jsonl --data-rule no-training",
            "--data-rule and a file of jobs contradict each other"),
        mistake("generate x", "nowhere to send it; do one of these:"),
        mistake("generate x y", "unknown argument 'y'"),
        mistake("simulate --port 70000", "--port: '70000' is not a whole number from 0 to 65535"),
        mistake("simulate --seed one", "--seed: 'one' is not a whole number"),
        mistake("simulate --time-scale 0", "--time-scale: timeScale is 0.0; allowed is above 0"),
        mistake("simulate --scenario f", "--scenario: 'f' is not a file"),
        mistake("simulate --scenario latin1.txt", "latin1.txt: is not UTF-8 text"),
        mistake(
            "simulate --scenario day.yaml",
            "day.yaml, line 2, steps[0].provider: is bing; allowed is all, openai, azure"),
        mistake("simulate --prices latin1.txt", "--prices: 'latin1.txt' "),
        mistake("simulate --prices day.yaml", "'day.yaml' exists already and says something else"),
        mistake("simulate --log no/such/folder.jsonl", "--log: 'no/such/folder.jsonl' cannot be"));
  }

  private static Arguments mistake(String line, String message) {
    return Arguments.of(List.of(line.split(" ", -1)), message);
  }

  @ParameterizedTest
  @MethodSource({"mistakes", "moreMistakes"})
  void command_givenAMistake_explainsItAndExitsWith2(List<String> args, String message)
      throws IOException {
    Files.write(folder.resolve("latin1.txt"), new byte[] {'n', (byte) 0xE4, (byte) 0xFF, 'x'});
    Files.writeString(
        folder.resolve("day.yaml"), "steps:\n  - { at: 0s, provider: bing, outage: true }\n");
    Run run = Run.in(folder, args.toArray(String[]::new));
    assertThat(run.err()).contains(message).startsWith("halftone").contains(" --help");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void command_withoutArguments_saysThatACommandIsMissing() {
    Run run = Run.in(folder);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required subcommand").contains("halftone --help");
  }

  @Test
  void help_ofEveryCommand_goesToStandardOutput() {
    for (String command : List.of("estimate", "generate", "catalog", "simulate")) {
      Run run = Run.in(folder, command, "--help");
      assertThat(run.exit()).isZero();
      assertThat(run.out()).contains("Usage: halftone " + command);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void model_thatIsGone_exitsWith4AndNamesItsSuccessor() {
    Run run = Run.in(folder, "estimate", "--prompt", "x", "--model", "gpt-image-1");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err())
        .contains("shut down on openai on 2026-10-23; its successor is gpt-image-2.5-sunburst");
  }
}
