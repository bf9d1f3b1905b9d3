package dev.halftone.cli;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Estimate;
import dev.halftone.router.Estimate.Exclusion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quotes a request on every route that could serve it, and says why the others cannot. */
@CommandLine.Command(
    name = "estimate",
    description = "Quotes every route that could serve a request. Sends nothing, costs nothing.",
    sortOptions = false)
final class EstimateCommand extends Command {
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
  Exit run() {
    Config config = ConfigReader.find(console(), configFile);
    ImageRequest asked =
        RequestOptions.build(
            request
                .toRequest(console(), prompt, "--prompt TEXT")
                .providers(Set.copyOf(checkedProviders(config))));
    PriceCatalog catalog = Catalogs.of(config);
    Models.check(asked.model(), catalog, console().today());
    Estimate quoted =
        RequestOptions.read(
            "--quality", asked, Routers.quoting(console(), config, catalog)::estimate);
    if (batch) {
      quoted = BatchLane.of(quoted, CostEstimator.of(catalog), console().today());
    }
    Estimate estimate = within(asked.maxCost(), quoted);
    if (json) {
      console().out().println(Json.text(EstimateJson.of(estimate)));
    } else {
      print(asked, estimate);
    }
    if (!asked.inputImages().isEmpty()) {
      console().err().println("note: this version quotes edits and does not send them yet");
    }
    return verdict(estimate);
  }

  private List<String> checkedProviders(@Nullable Config config) {
    Set<String> known =
        config == null
            ? Stream.of(ProviderType.values())
                .map(ProviderType::toString)
                .collect(Collectors.toCollection(TreeSet::new))
            : config.providers().stream()
                .map(ProviderSettings::name)
                .collect(Collectors.toCollection(TreeSet::new));
    for (String name : providers) {
      if (!known.contains(name)) {
        throw CommandException.usage(
            "--provider: '%s' is not one of %s".formatted(name, String.join(", ", known)));
      }
    }
    return providers;
  }

  /** Moves offers that may cost more than allowed to the excluded, as the router would. */
  private static Estimate within(@Nullable Usd maxCost, Estimate estimate) {
    if (maxCost == null) {
      return estimate;
    }
    List<Estimate.Offer> offers = new ArrayList<>();
    List<Estimate.Exclusion> excluded = new ArrayList<>(estimate.excluded());
    for (Estimate.Offer offer : estimate.offers()) {
      Quote quote = offer.quote();
      if (quote.most().isMoreThan(maxCost)) {
        excluded.add(
            new Estimate.Exclusion(
                offer.provider(),
                quote.model(),
                "%s quality may cost $%s, above --max-cost %s"
                    .formatted(quote.spec().quality(), quote.most(), maxCost),
                false));
      } else {
        offers.add(offer);
      }
    }
    return new Estimate(offers, excluded);
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
          offer.provider(),
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
