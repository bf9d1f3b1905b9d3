package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DemoCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  @TempDir Path folder;

  @BeforeEach
  void listen() {
    logged.start();
    root.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(logged);
  }

  @Test
  void demo_fewRequests_endsWithATableAReportAndNoWarning() {
    assertThat(run("--requests", "12", "--budget", "0.50", "--out", "made")).isZero();

    assertThat(text(out))
        .contains("Requests", "Money spent", "Saved against dearest", "Cache hits", "Retries")
        .contains("Steps down", "Refusals", "= simulator's invoice", "never exceeded")
        .endsWith("report: made" + folder.getFileSystem().getSeparator() + "report.html\n");
    assertThat(text(err)).contains("100%  12/12").doesNotContain("\tat ");
    assertThat(logged.list).isEmpty();
    assertThat(folder.resolve("made/report.html")).isRegularFile();
    assertThat(folder.resolve("made/images")).isNotEmptyDirectory();
    assertThat(folder.resolve("made/thumbs")).isNotEmptyDirectory();
  }

  @Test
  void demo_json_printsOneDocumentAndNothingElse() throws Exception {
    assertThat(run("--requests", "6", "--budget", "0.30", "--seed", "3", "--json")).isZero();

    JsonNode json = new ObjectMapper().readTree(text(out));
    assertThat(json.path("requests").intValue()).isEqualTo(6);
    assertThat(json.path("books_agree").booleanValue()).isTrue();
    assertThat(json.at("/usd/ledger").textValue()).isEqualTo(json.at("/usd/invoice").textValue());
    assertThat(json.at("/usd/budget").textValue()).isEqualTo("0.300000");
  }

  @Test
  void demo_badOptions_exitWithTwoAndNameWhatIsAllowed() throws Exception {
    assertThat(run("--requests", "0")).isEqualTo(2);
    assertThat(run("--budget", "much")).isEqualTo(2);
    assertThat(run("--budget", "-1")).isEqualTo(2);
    Files.writeString(folder.resolve("file"), "");
    assertThat(run("--out", "file")).isEqualTo(2);

    assertThat(text(err))
        .contains("requests is 0; allowed are 1 to 5000")
        .contains("'much' is not an amount of US dollars")
        .contains("must not be negative")
        .contains("--out file cannot be made a folder");
  }

  private int run(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "demo";
    System.arraycopy(options, 0, args, 1, options.length);
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            folder,
            InstantSource.system());
    return Main.run(console, args);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
