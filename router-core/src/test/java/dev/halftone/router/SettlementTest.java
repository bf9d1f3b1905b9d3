package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Basis;
import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
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

  @Test
  void of_billedFailure_isWhatTheProviderTold() {
    Usd billed = Usd.parse("0.01");
    Quote quote = quote("fal");
    BillableUnits units = BillableUnits.parse("2");
    Usd unit = estimator.chargeUnits("fal", "gpt-image-2", BillableUnits.parse("1"), DAY);

    assertThat(settle(failed(Billed.YES).billedAmount(billed).billedUnits(units), quote))
        .isEqualTo(new Settlement(Kind.SETTLED, billed, true));
    assertThat(settle(failed(Billed.YES).billedUnits(units), quote))
        .isEqualTo(new Settlement(Kind.SETTLED, unit.plus(unit), true));
  }

  @Test
  void of_billedFailureWithoutABill_isTheQuote() {
    Quote exact = quote("fal");
    Quote rough =
        estimator.quote(
            "openai",
            "gpt-image-2",
            ImageSpec.builder().quality(Quality.AUTO).prompt(5, 20).build(),
            DAY);
    assertThat(exact.basis()).isEqualTo(Basis.EXACT);
    assertThat(rough.basis()).isNotEqualTo(Basis.EXACT);

    assertThat(settle(failed(Billed.YES), exact))
        .isEqualTo(new Settlement(Kind.SETTLED, exact.expected(), false));
    assertThat(settle(failed(Billed.YES), rough))
        .isEqualTo(new Settlement(Kind.SETTLED, rough.most(), false));
    assertThat(settle(failed(Billed.YES).billedUnits(BillableUnits.parse("2")), rough).charged())
        .isEqualTo(rough.most());
  }

  @Test
  void of_failureThatIsNotBilledForSure_chargesNothing() {
    Usd billed = Usd.parse("0.01");

    assertThat(settle(failed(Billed.NO).billedAmount(billed), quote("fal")))
        .isEqualTo(new Settlement(Kind.RELEASED, Usd.ZERO, false));
    assertThat(settle(failed(Billed.UNKNOWN).billedAmount(billed), quote("fal")))
        .isEqualTo(new Settlement(Kind.SUSPENDED, Usd.ZERO, false));
  }

  private static ProviderFailure.Builder failed(Billed billed) {
    return ProviderFailure.of(ProviderFailure.Kind.BAD_ANSWER).billed(billed);
  }

  private Settlement settle(ProviderFailure.Builder failure, Quote quote) {
    return Settlement.of(failure.build("lost"), quote, estimator, DAY);
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
