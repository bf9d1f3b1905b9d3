package dev.halftone.cli;

import dev.halftone.cost.CatalogProblem;
import dev.halftone.cost.ModelCard;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows the models known, what they cost, since when and by which source. */
@CommandLine.Command(
    name = "catalog",
    description =
        "Shows models, prices with date and source, and shutdown dates; compares them with what"
            + " providers list.",
    sortOptions = false)
final class CatalogCommand extends Command {
  private static final long TOKENS_SHOWN = 1_000_000;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  @Option(
      names = "--check",
      description =
          "Exit with 4 if a price was not checked for 180 days or a model goes within"
              + " 30 days.")
  boolean check;

  @Option(
      names = "--refresh",
      description =
          "Read the providers' own lists of models and prices, by GET, and show what differs;"
              + " exit with 4 if anything does.")
  boolean refresh;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "Refresh from this configured provider only; repeatable.")
  List<String> providers = new ArrayList<>();

  @Option(
      names = "-o",
      paramLabel = "OVERLAY.json",
      description = "Write what differs to a catalogue file for review; it is not applied.")
  @Nullable String overlay;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration to refresh from; halftone.yaml where that exists.")
  @Nullable String configFile;

  CatalogCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    if (refresh) {
      return refresh();
    }
    if (!providers.isEmpty() || overlay != null || configFile != null) {
      throw CommandException.usage("--provider, -o and --config: they need --refresh");
    }
    PriceCatalog catalog = PriceCatalog.shipped();
    LocalDate today = console().today();
    List<CatalogProblem> problems = catalog.problems(today);
    if (json) {
      console().out().println(Json.text(CatalogJson.of(catalog, problems, today)));
    } else if (!check) {
      print(catalog, today);
    }
    boolean failed = check && !problems.isEmpty();
    if (!json) {
      for (CatalogProblem problem : problems) {
        console().out().printf("! %s: %s%n", problem.priceList(), problem.message());
      }
      if (check && problems.isEmpty()) {
        console().out().println("nothing is stale or about to shut down");
      }
    }
    return failed ? Exit.NO_ROUTE : Exit.DONE;
  }

  private Exit refresh() throws Exception {
    if (check) {
      throw CommandException.usage("--check and --refresh contradict each other: give one");
    }
    RefreshReport report = RefreshRun.of(console(), configFile, Set.copyOf(providers), overlay);
    if (json) {
      console().out().println(Json.text(report.json()));
    } else {
      report.print(console().out(), console().err());
    }
    return report.exit();
  }

  private void print(PriceCatalog catalog, LocalDate today) {
    TextTable models = new TextTable("MODEL", "SINCE", "ENDS", "SUCCESSOR", "QUALITIES", "SIZES");
    for (ModelCard card : catalog.models()) {
      models.row(
          card.id(),
          orDash(card.released()),
          ends(card.shutdown(), today),
          orDash(card.successor()),
          String.join(" ", card.qualities().stream().map(Object::toString).toList()),
          card.sizes().describe());
    }
    TextTable prices =
        new TextTable(
            "PRICE LIST", "MODEL", "TEXT IN", "IMAGE IN", "IMAGE OUT", "CHECKED", "ENDS", "SOURCE");
    for (Price price : catalog.prices()) {
      if (price.holdsOn(today)) {
        prices.row(
            price.priceList(),
            price.model(),
            perMillion(price.rates().textInput()),
            perMillion(price.rates().imageInput()),
            perMillion(price.rates().imageOutput()),
            price.checkedOn().toString(),
            ends(catalog.shutdown(price.priceList(), price.model()), today),
            price.source());
      }
    }
    console().out().print(models.text());
    console().out().printf("%nUS dollars per million tokens%n%n");
    console().out().print(prices.text());
  }

  private static String perMillion(@Nullable Usd rate) {
    return rate == null
        ? "unknown"
        : rate.times(TOKENS_SHOWN).toString().replaceFirst("(\\.\\d\\d\\d*?)0+$", "$1");
  }

  private static String ends(@Nullable LocalDate day, LocalDate today) {
    return day == null ? "-" : day + (today.isBefore(day) ? "" : " (gone)");
  }

  private static String orDash(@Nullable Object value) {
    return Objects.toString(value, "-");
  }
}
