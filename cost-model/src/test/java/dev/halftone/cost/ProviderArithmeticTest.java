package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.edit;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderArithmeticTest {
  private static final CostEstimator GRID = CostEstimator.of(Overlays.over(Overlays.WAVESPEED));

  private static QuoteException refusal(
      CostEstimator estimator, String list, String model, ImageSpec spec) {
    return catchThrowableOfType(
        QuoteException.class, () -> estimator.quote(list, model, spec, TODAY));
  }

  /** fal's model page: token cost is rounded up to the next cent. */
  @ParameterizedTest
  @CsvSource({"low, 0.010000", "medium, 0.060000", "high, 0.220000"})
  void fal_oneImage_isRoundedUpToTheCent(String quality, String bill) {
    Quote quote = ESTIMATOR.quote("fal", "gpt-image-2", spec("1024x1024", quality), TODAY);
    assertThat(quote.expected()).hasToString(bill);
    assertThat(quote.most()).hasToString(bill);
    assertThat(quote.basis()).isEqualTo(Basis.EXACT);
  }

  /** It does not say whether a request or each image is rounded: the dearer is held. */
  @Test
  void fal_severalImages_expectTheRequestRoundedAndHoldEachImage() {
    ImageSpec spec = spec("1024x1024", "low").newBuilder().n(4).build();
    Quote quote = ESTIMATOR.quote("fal", "gpt-image-2", spec, TODAY);
    assertThat(quote.expected()).hasToString("0.030000");
    assertThat(quote.most()).hasToString("0.040000");
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
  }

  /** A high 1024x1024 was billed about 0.22 units of a dollar each. */
  @ParameterizedTest
  @CsvSource({"0.22, 0.220000", "0, 0.000000", "1, 1.000000", "0.0000000001, 0.000000001"})
  void fal_billableUnits_areDollars(String units, String bill) {
    assertThat(ESTIMATOR.chargeUnits("fal", "gpt-image-2", BillableUnits.parse(units), TODAY))
        .hasToString(bill);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1e3", "NaN", "0.22 units", "1234567890", "0.1234567890123456789"})
  void billableUnits_notANumberOfUnits_areRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BillableUnits.parse(text))
        .withMessageContaining("0.22");
  }

  @Test
  void billableUnits_whereNoUnitIsKnown_areRefused() {
    QuoteException refusal =
        catchThrowableOfType(
            QuoteException.class,
            () -> ESTIMATOR.chargeUnits("openai", "gpt-image-2", BillableUnits.parse("1"), TODAY));
    assertThat(refusal.reason()).isEqualTo(QuoteException.Reason.UNKNOWN_PRICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-image-1.5", "gpt-image-2"})
  void dataZone_rateNotKnown_isNeverGuessed(String model) {
    QuoteException refusal =
        refusal(ESTIMATOR, "azure-foundry-datazone", model, edit("1024x1024", "low", "512x512"));
    assertThat(refusal.reason()).isEqualTo(QuoteException.Reason.UNKNOWN_PRICE);
    assertThat(refusal.reason().isBadInput()).isFalse();
    assertThat(refusal).hasMessageContaining("not known");
  }

  @Test
  void waveSpeed_asShipped_saysHowToConfigureIt() {
    QuoteException refusal =
        refusal(ESTIMATOR, "wavespeed", "gpt-image-2", spec("1024x1024", "low"));
    assertThat(refusal.reason()).isEqualTo(QuoteException.Reason.UNKNOWN_PRICE);
    assertThat(refusal)
        .hasMessageContaining("POST /api/v3/model/price")
        .hasMessageContaining("usd_per_image");
  }

  @ParameterizedTest
  @CsvSource({
    "1024x1024, medium, 1, 0.06, 0.06, 0.06, EXACT",
    "1536x1024, medium, 1, 0.08, 0.08, 0.08, EXACT",
    "1536x1024, low, 3, 0.06, 0.06, 0.06, EXACT",
    "1024x1024, auto, 1, 0.02, 0.22, 0.22, BOUND",
    "auto, medium, 2, 0.12, 0.12, 0.16, BOUND",
    "auto, auto, 1, 0.02, 0.22, 0.22, BOUND"
  })
  void grid_anySpec_isPricedByTheImage(
      String size, String quality, int n, String least, String expected, String most, Basis basis) {
    Quote quote =
        GRID.quote(
            "wavespeed",
            "gpt-image-2",
            spec(size, quality).newBuilder().n(n).prompt(500, 2000).build(),
            TODAY);
    assertThat(quote.least()).isEqualTo(Usd.parse(least));
    assertThat(quote.expected()).isEqualTo(Usd.parse(expected));
    assertThat(quote.most()).isEqualTo(Usd.parse(most));
    assertThat(quote.basis()).isEqualTo(basis);
    assertThat(quote.usage().imageOutput()).isPositive();
  }

  @Test
  void grid_references_areAddedToEachImage() {
    ImageSpec spec = edit("1024x1024", "low", "512x512", "64x64").newBuilder().n(2).build();
    assertThat(GRID.quote("wavespeed", "gpt-image-2", spec, TODAY).expected())
        .isEqualTo(Usd.parse("0.088"));
  }

  @Test
  void grid_cellOrReferenceNotKnown_isNeverGuessed() {
    CostEstimator partial =
        CostEstimator.of(
            Overlays.over(
                Overlays.WAVESPEED
                    .replace("\"low\": { \"any\": \"0.02\" },", "")
                    .replace(
                        "\"1024x1024\": \"0.06\", \"any\": \"0.08\"", "\"1024x1024\": \"0.06\"")
                    .replace("},\n    \"usd_per_input_image\": \"0.012\"", "}")));
    for (ImageSpec spec :
        new ImageSpec[] {
          spec("1024x1024", "low"),
          spec("1024x1024", "auto"),
          spec("1536x1024", "medium"),
          spec("auto", "medium"),
          edit("1024x1024", "high", "64x64")
        }) {
      assertThat(refusal(partial, "wavespeed", "gpt-image-2", spec))
          .hasMessageContaining("not known")
          .hasMessageContaining("usd_per_i");
    }
    assertThat(partial.quote("wavespeed", "gpt-image-2", spec("1024x1024", "medium"), TODAY).most())
        .isEqualTo(Usd.parse("0.06"));
  }

  @Test
  void grid_tokens_haveNoPrice() {
    QuoteException refusal =
        catchThrowableOfType(
            QuoteException.class,
            () -> GRID.charge("wavespeed", "gpt-image-2", new Usage(1, 0, 1, 0), false, TODAY));
    assertThat(refusal).hasMessageContaining("by the image");
  }

  @Test
  void rounding_certain_holdsNoMoreThanItSays() {
    Usd cent = Usd.parse("0.01");
    assertThat(new PriceRounding(cent, false, true).most(25_000_000, 4)).isEqualTo(30_000_000);
    assertThat(new PriceRounding(cent, true, true).expected(25_000_000, 4)).isEqualTo(40_000_000);
    assertThat(new PriceRounding(cent, false, true).expected(20_000_000, 4)).isEqualTo(20_000_000);
    assertThatIllegalArgumentException().isThrownBy(() -> new PriceRounding(Usd.ZERO, false, true));
  }
}
