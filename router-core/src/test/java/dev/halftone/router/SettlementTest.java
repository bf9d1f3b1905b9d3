package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.router.Settlement.Kind;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final String BY_THE_IMAGE =
      """
      { "format": 1, "prices": [
        { "price_list": "wavespeed", "model": "gpt-image-2", "from": "2026-11-01",
          "checked_on": "2026-11-19", "source": "invented", "confidence": "high",
          "usd_per_image": { "medium": { "any": "0.06" } } } ] }
      """;
  private static final Usage USAGE = new Usage(10, 0, 1756, 0);

  private final CostEstimator estimator =
      CostEstimator.of(CatalogReader.overlay(PriceCatalog.shipped(), "overlay.json", BY_THE_IMAGE));

  @Test
  void of_usageOnAListThatBillsByTheImage_isTheQuote() {
    Quote quote = quote("wavespeed");

    Settlement settlement = settle(answer().usage(USAGE), quote);

    assertThat(settlement).isEqualTo(new Settlement(Kind.SETTLED, Usd.parse("0.06"), false));
  }

  @Test
  void of_unitsWithoutAPrice_isTheUsageIfThatHasOne() {
    Quote quote = quote("openai");
    BillableUnits units = BillableUnits.parse("2");

    assertThat(settle(answer().billedUnits(units).usage(USAGE), quote))
        .isEqualTo(new Settlement(Kind.SETTLED, Usd.parse("0.052730"), true));
    assertThat(settle(answer().billedUnits(units), quote).told()).isFalse();
  }

  @Test
  void of_bill_beatsEverything() {
    Usd billed = Usd.parse("0.01");

    assertThat(settle(answer().usage(USAGE).billed(billed), quote("openai")))
        .isEqualTo(new Settlement(Kind.SETTLED, billed, true));
  }

  private Settlement settle(ProviderAnswer.Builder answer, Quote quote) {
    return Settlement.of(answer.build(), quote, estimator, DAY);
  }

  private Quote quote(String priceList) {
    return estimator.quote(
        priceList, "gpt-image-2", ImageSpec.builder().prompt(5, 20).build(), DAY);
  }

  private static ProviderAnswer.Builder answer() {
    return ProviderAnswer.of(
        List.of(new GeneratedImage(Buffer.buffer("x"), OutputFormat.PNG, null)));
  }
}
