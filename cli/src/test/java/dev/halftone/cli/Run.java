package dev.halftone.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * One run of the command in this process.
 *
 * @param exit its exit code
 * @param out all of standard output
 * @param err all of standard error
 */
record Run(int exit, String out, String err) {
  static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");

  /** Runs in a folder with an environment, on the day that the tests are written for. */
  static Run in(Path folder, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Main.run(console(out, err, environment, folder), args);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Run in(Path folder, String... args) {
    return in(folder, Map.of(), args);
  }

  static Console console(
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      Map<String, String> environment,
      Path folder) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        folder,
        () -> TODAY);
  }

  /** Standard output, which must be one JSON document and nothing else. */
  JsonNode json() {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
