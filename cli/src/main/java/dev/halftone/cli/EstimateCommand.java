package dev.halftone.cli;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Estimate;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.ImageRouter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Quotes a request on every route that could serve it, and says why the others cannot. */
@CommandLine.Command(
    name = "estimate",
    description =
        "Quotes every route that could serve a request, or totals a file of requests. Sends"
            + " nothing, costs nothing.",
    sortOptions = false)
final class EstimateCommand extends Command {
  /** What may stand beside a file of jobs; the rest is said by its lines. */
  private static final Set<String> BESIDE_JOBS =
      Set.of("--budget", "--provider", "--batch", "--config", "--json");

  @Parameters(
      arity = "0..1",
      paramLabel = "JOBS.jsonl",
      description = "A file of requests, one JSON object on each line, instead of --prompt.")
  @Nullable String jobs;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What the image should show.")
  @Nullable String prompt;

  @Mixin RequestOptions request = new RequestOptions();

  @Option(
      names = "--provider",
      paramLabel = "P",
      description = "Quote this provider only; repeatable.")
  List<String> providers = new ArrayList<>();

  @Option(names = "--batch", description = "Quote the provider's slower, cheaper batch lane.")
  boolean batch;

  @Option(
      names = "--budget",
      paramLabel = "USD",
      description = "What all the jobs of the file together may cost.")
  @Nullable String budget;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; halftone.yaml where that exists.")
  @Nullable String configFile;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  EstimateCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    if (jobs != null) {
      return estimateJobs(jobs);
    }
    if (budget != null) {
      throw CommandException.usage(
          "--budget: it needs a file of jobs; --max-cost limits one request");
    }
    if (prompt == null && request.promptFile == null) {
      throw CommandException.usage(
          "no prompt: give --prompt TEXT, or --prompt-file FILE; or a file of jobs, JOBS.jsonl");
    }
    Config config = ConfigReader.find(console(), configFile);
    ImageRequest asked =
        RequestOptions.build(
            request
                .toRequest(console(), prompt, "--prompt TEXT")
                .providers(Set.copyOf(checkedProviders(config))));
    PriceCatalog catalog = Catalogs.of(config);
    Models.check(asked.model(), catalog, console().today());
    ImageRouter router = Routers.quoting(console(), config, catalog);
    Estimate quoted = quote(router, asked);
    if (batch) {
      quoted = BatchLane.of(quoted, CostEstimator.of(catalog), console().today());
    }
    Estimate estimate = MaxCost.within(asked.maxCost(), "--max-cost", quoted);
    if (json) {
      console().out().println(Json.text(EstimateJson.of(estimate)));
    } else {
      print(asked, estimate);
    }
    return verdict(estimate);
  }

  /** Quality, floor and tier may contradict each other in ways that only the ladder knows. */
  private static Estimate quote(ImageRouter router, ImageRequest asked) {
    try {
      return router.estimate(asked);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Exit estimateJobs(String file) throws Exception {
    Usd limit = budget == null ? null : Arguments.read("--budget", budget, Usd::parse);
    if (limit != null && limit.isNegative()) {
      throw CommandException.usage("--budget: '%s' must not be negative".formatted(budget));
    }
    refuseBesideJobs();
    Config config = ConfigReader.find(console(), configFile);
    Set<String> only = Set.copyOf(checkedProviders(config));
    WhatIf.Report report =
        JobsEstimate.of(console(), file, config, only, batch, ProgressBar.onTerminal())
            .report(limit);
    if (json) {
      console().out().println(Json.text(WhatIfJson.of(report)));
    } else {
      WhatIfText.print(report, file, console().out());
    }
    return report.exit();
  }

  private void refuseBesideJobs() {
    Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !BESIDE_JOBS.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw CommandException.usage(
                  "%s and a file of jobs contradict each other: say it in the lines of the file"
                      .formatted(name));
            });
  }

  private List<String> checkedProviders(@Nullable Config config) {
    Set<String> known = Routers.quotable(config, Catalogs.of(config));
    for (String name : providers) {
      if (!known.contains(name)) {
        throw CommandException.usage(
            "--provider: '%s' is not one of %s".formatted(name, String.join(", ", known)));
      }
    }
    return providers;
  }

  private static Exit verdict(Estimate estimate) {
    if (!estimate.offers().isEmpty()) {
      return Exit.DONE;
    }
    boolean badInput = estimate.excluded().stream().anyMatch(Exclusion::badInput);
    List<Exclusion> causes =
        estimate.excluded().stream().filter(one -> one.badInput() == badInput).toList();
    if (badInput) {
      throw CommandException.usage(
          causes.stream().map(Exclusion::reason).distinct().collect(Collectors.joining("; ")));
    }
    throw new CommandException(
        Exit.NO_ROUTE, "no route can serve it\n" + String.join("\n", reasons(causes)));
  }

  private static List<String> reasons(List<Exclusion> excluded) {
    return Reasons.lines(excluded, Exclusion::provider, Exclusion::model, Exclusion::reason);
  }

  private void print(ImageRequest asked, Estimate estimate) {
    if (estimate.offers().isEmpty()) {
      return;
    }
    console().out().println(heading(asked) + "; US dollars, nothing was sent");
    console().out().println();
    console().out().print(table(estimate).text());
    Set<String> notes = new LinkedHashSet<>();
    for (Estimate.Offer offer : estimate.offers()) {
      String route = offer.provider() + " " + offer.quote().model();
      offer.quote().warnings().forEach(warning -> notes.add("! " + route + ": " + warning));
      ThinkingCost thinking = offer.quote().thinking();
      if (thinking.most().isMoreThan(Usd.ZERO)) {
        notes.add(
            "! %s: thinking is %s of it, at most %s (%s)"
                .formatted(route, thinking.expected(), thinking.most(), thinking.note()));
      }
      if (!offer.dropped().isEmpty()) {
        notes.add("! %s: would drop %s".formatted(route, String.join(", ", offer.dropped())));
      }
    }
    notes.addAll(reasons(estimate.excluded()));
    if (!notes.isEmpty()) {
      console().out().println();
      notes.forEach(console().out()::println);
    }
  }

  private static String heading(ImageRequest asked) {
    String what;
    if (asked.model() != null) {
      what =
          "model %s at quality %s"
              .formatted(asked.model(), asked.quality() == null ? "medium" : asked.quality());
    } else if (asked.tier() != null) {
      what = "tier " + asked.tier();
    } else if (asked.quality() != null) {
      what = "every model at quality " + asked.quality();
    } else {
      what = "tier standard, as no model, tier or quality was given";
    }
    return "%d image%s of %s: %s"
        .formatted(asked.n(), asked.n() == 1 ? "" : "s", asked.size(), what);
  }

  private static TextTable table(Estimate estimate) {
    TextTable table =
        new TextTable(
            "PROVIDER",
            "MODEL",
            "QUALITY",
            "SIZE",
            "N",
            "LEAST",
            "EXPECTED",
            "MOST",
            "BASIS",
            "PRICE AS OF",
            "ABOUT");
    for (Estimate.Offer offer : estimate.offers()) {
      Quote quote = offer.quote();
      table.row(
          offer.provider() + (quote.spec().batch() ? " in a batch" : ""),
          quote.model(),
          quote.spec().quality().toString(),
          quote.spec().size().toString(),
          Integer.toString(quote.spec().n()),
          quote.least().toString(),
          quote.expected().toString(),
          quote.most().toString(),
          quote.basis().toString(),
          quote.priceAsOf().toString(),
          Durations.show(offer.forecastNanos()));
    }
    return table;
  }
}
