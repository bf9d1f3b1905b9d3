package dev.halftone.cli;

import dev.halftone.cost.CatalogException;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.router.DecisionLines;
import dev.halftone.router.DecisionRecord;
import dev.halftone.router.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides recorded requests again under other rules. Sends nothing. */
@CommandLine.Command(
    name = "replay",
    description =
        "Decides recorded requests again under another objective, catalogue, ladder or budget."
            + " Sends nothing, costs nothing.",
    sortOptions = false)
final class ReplayCommand extends Command {
  private static final long KIB = 1_024;
  private static final long WORTH_A_BAR_BYTES = 4L << 20;
  private static final int BETWEEN_SHOWS = 512;

  @Parameters(
      paramLabel = "DECISIONS.jsonl",
      description = "What routing.decisions of the configuration recorded.")
  @Nullable String file;

  @Option(
      names = "--objective",
      paramLabel = "O",
      description = "cheapest, fastest or balanced, whatever was asked.")
  @Nullable String objective;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "Quote anew by this catalogue, laid over the shipped one.")
  @Nullable String catalogFile;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Decide by this configuration: its routing, ladder, providers and budgets.")
  @Nullable String configFile;

  @Option(
      names = "--budget",
      paramLabel = "USD",
      description = "What all the requests together may cost.")
  @Nullable String budget;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  ReplayCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    Replay replay = replay();
    String name = String.valueOf(file);
    ReplayReport report = new ReplayReport();
    Path path =
        Arguments.read("DECISIONS.jsonl", name, text -> Arguments.existingFile(console(), text));
    try (JobLines lines = new JobLines(Files.newInputStream(path))) {
      read(name, Files.size(path), lines, replay, report);
    } catch (IOException e) {
      throw CommandException.usage("%s: cannot be read: %s".formatted(name, e));
    }
    if (json) {
      console().out().println(Json.text(report.json(replay.summary())));
    } else {
      console().out().print(report.text(replay.summary()));
    }
    return Exit.DONE;
  }

  private void read(String name, long bytes, JobLines lines, Replay replay, ReplayReport report)
      throws IOException {
    ProgressBar bar =
        bytes < WORTH_A_BAR_BYTES
            ? null
            : new ProgressBar(console().err(), ProgressBar.onTerminal(), kib(bytes));
    try {
      for (int read = 1; lines.next(); read++) {
        String text = lines.text();
        if (text == null) {
          throw wrong(name, lines.number(), String.valueOf(lines.problem()));
        }
        if (!text.isBlank()) {
          report.add(replay.decide(decision(name, lines.number(), text)));
        }
        if (bar != null && read % BETWEEN_SHOWS == 0) {
          bar.show(kib(lines.bytes()), "KiB, %d decisions".formatted(read));
        }
      }
    } finally {
      if (bar != null) {
        bar.close();
      }
    }
  }

  private static DecisionRecord decision(String name, long line, String text) {
    try {
      return DecisionLines.read(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, line, String.valueOf(e.getMessage()));
    }
  }

  private static CommandException wrong(String name, long line, String problem) {
    return CommandException.usage(Plain.line("%s, line %d: %s".formatted(name, line, problem)));
  }

  private Replay replay() throws Exception {
    Replay.Builder replay = Replay.builder();
    Config config = configFile == null ? null : ConfigReader.find(console(), configFile);
    PriceCatalog catalog = catalog(config);
    if (config != null) {
      replay.policy(config.policy());
      config.budgets().forEach(replay::budget);
      Routers.quoted(config, catalog).forEach(replay::provider);
    }
    if (config != null || catalogFile != null) {
      replay.quotedBy(CostEstimator.of(catalog));
    }
    if (objective != null) {
      replay.objective(Arguments.read("--objective", objective, Objective::parse));
    }
    if (budget != null) {
      Usd limit = Arguments.read("--budget", budget, Usd::parse);
      if (limit.isNegative()) {
        throw CommandException.usage("--budget: %s must not be negative".formatted(limit));
      }
      replay.limit(limit);
    }
    return replay.build();
  }

  private PriceCatalog catalog(@Nullable Config config) {
    PriceCatalog catalog = Catalogs.of(config);
    if (catalogFile == null) {
      return catalog;
    }
    Path path =
        Arguments.read("--catalog", catalogFile, text -> Arguments.existingFile(console(), text));
    try {
      return CatalogReader.overlay(catalog, path);
    } catch (CatalogException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static int kib(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE / KIB, bytes / KIB);
  }
}
