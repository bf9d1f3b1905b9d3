package dev.halftone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halftone.cost.Usd;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code halftone demo}: everything at work, without a key, on loopback. */
@CommandLine.Command(
    name = "demo",
    description =
        "Routes real prompts over five simulated providers under a budget that is too small for all"
            + " of them. Needs no key, calls nobody and costs nothing.",
    sortOptions = false)
final class DemoCommand extends Command {
  private static final int IN_FLIGHT = 16;
  private static final int TIME_SCALE = 20;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "200",
      description = "Requests to route, 1 to " + DemoOptions.MAX_REQUESTS + " (${DEFAULT-VALUE}).")
  int requests;

  @Option(
      names = "--budget",
      paramLabel = "USD",
      defaultValue = "6.00",
      description = "The company's budget in dollars (${DEFAULT-VALUE}).")
  String budget = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "halftone-out",
      description = "Where images and report.html are written (${DEFAULT-VALUE}).")
  Path out = Path.of("halftone-out");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "2026",
      description = "Traffic, pictures and faults follow from it (${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--json", description = "Print one JSON document instead of the table.")
  boolean json;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    Path folder = console().resolve(out);
    DemoOptions options = options(folder);
    makeFolder(folder);
    DemoResult result = demonstrate(options);
    DemoFigures figures = DemoFigures.of(result);
    Path report = folder.resolve("report.html");
    Files.writeString(report, ReportPage.of(result, figures));
    if (json) {
      console()
          .out()
          .println(
              new ObjectMapper()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(DemoJson.of(result, figures, out.resolve("report.html"))));
    } else {
      console().out().println();
      console().out().println(DemoTable.of(result, figures));
      console().out().println();
      console().out().println("report: " + out.resolve("report.html"));
    }
    return verdict(result.proof());
  }

  private DemoOptions options(Path folder) {
    try {
      return new DemoOptions(
          requests,
          Usd.parse(budget),
          folder,
          seed,
          TIME_SCALE,
          IN_FLIGHT,
          DemoTraffic.SIZES,
          DemoOptions.TROUBLED_DAY);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandException.usage("--out %s cannot be made a folder".formatted(out));
    }
  }

  private DemoResult demonstrate(DemoOptions options) throws Exception {
    console()
        .err()
        .printf(
            Locale.ROOT,
            "%d requests over five simulated providers, budget %s, images in %s%n",
            options.requests(),
            Dollars.cents(options.budget()),
            out);
    ProgressBar bar =
        new ProgressBar(console().err(), ProgressBar.onTerminal(), options.requests());
    Vertx vertx = Waiting.vertx();
    try {
      return Waiting.await(
          DemoRun.start(
              vertx,
              options,
              progress -> bar.show(progress.done(), note(progress, options)),
              System::nanoTime));
    } finally {
      bar.close();
      Waiting.await(vertx.close());
    }
  }

  private static String note(DemoRun.Progress progress, DemoOptions options) {
    return "%s of %s  %d reused  %d refused  %d in flight"
        .formatted(
            Dollars.cents(progress.spent()),
            Dollars.cents(options.budget()),
            progress.reused(),
            progress.refused(),
            progress.inFlight());
  }

  private Exit verdict(DemoProof proof) {
    if (proof.holds()) {
      return Exit.DONE;
    }
    console().err().println("THE BOOKS DO NOT AGREE:");
    proof.faults().forEach(fault -> console().err().println("  " + fault));
    return Exit.INTERNAL;
  }
}
