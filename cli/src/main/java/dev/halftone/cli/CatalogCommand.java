package dev.halftone.cli;

import dev.halftone.cost.CatalogProblem;
import dev.halftone.cost.ModelCard;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows the models known, what they cost, since when and by which source. */
@CommandLine.Command(
    name = "catalog",
    description = "Shows models, prices with date and source, and shutdown dates.",
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

  CatalogCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() {
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
