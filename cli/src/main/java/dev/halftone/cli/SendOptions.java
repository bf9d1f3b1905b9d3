package dev.halftone.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that sends a request. */
final class SendOptions {
  @Option(
      names = "-o",
      paramLabel = "FILE|DIR",
      description = "Where to write: a file, replaced if it exists, or a folder.")
  @Nullable String output;

  @Option(names = "--explain", description = "Print every candidate, quote and attempt.")
  boolean explain;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; halftone.yaml where that exists.")
  @Nullable String configFile;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;
}
