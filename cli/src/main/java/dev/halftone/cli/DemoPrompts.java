package dev.halftone.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sample of PartiPrompts that comes with the command; its licence stands beside it. */
final class DemoPrompts {
  private static final String RESOURCE = "prompts/parti-sample.tsv";

  private DemoPrompts() {}

  /** One prompt; text, category and challenge as its authors wrote them. */
  record Prompt(String text, String category, String challenge) {}

  static List<Prompt> load() {
    InputStream resource = DemoPrompts.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(DemoPrompts::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  private static Prompt read(String line) {
    String[] columns = line.split("\t", -1);
    return new Prompt(columns[0], columns[1], columns[2]);
  }
}
