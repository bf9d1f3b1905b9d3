package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.edit;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halftone.cost.QuoteException.Reason;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuoteRefusalTest {
  private static final ImageSpec SQUARE = spec("1024x1024", "low");

  private static void assertRefused(
      String list, String model, ImageSpec spec, LocalDate on, Reason reason, String message) {
    QuoteException refusal =
        catchThrowableOfType(QuoteException.class, () -> ESTIMATOR.quote(list, model, spec, on));
    assertThat(refusal).isNotNull().hasMessage(message);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  private static void assertRefused(ImageSpec spec, Reason reason, String message) {
    assertRefused("openai", "gpt-image-2", spec, TODAY, reason, message);
    assertThat(reason.isBadInput()).isTrue();
  }

  @Test
  void quote_unknownModel_namesTheNearestAlive() {
    assertRefused(
        "openai",
        "gpt-image-1",
        SQUARE,
        TODAY,
        Reason.SHUT_DOWN,
        "gpt-image-1 was shut down on openai on 2026-10-23;"
            + " its successor is gpt-image-2.5-sunburst");
    assertRefused(
        "openai",
        "gpt-imag-2",
        SQUARE,
        TODAY,
        Reason.UNKNOWN_MODEL,
        "model 'gpt-imag-2' is not known; the nearest that is alive is gpt-image-2");
    // gpt-image-1 and 1.5 are as near or nearer, but gone.
    assertRefused(
        "openai",
        "gpt-image-1x",
        SQUARE,
        LocalDate.of(2026, 12, 2),
        Reason.UNKNOWN_MODEL,
        "model 'gpt-image-1x' is not known; the nearest that is alive is gpt-image-2");
  }

  @Test
  void quote_hostileModelName_isShortenedInTheMessage() {
    assertThatThrownBy(() -> ESTIMATOR.quote("openai", "a\nb".repeat(10_000), SQUARE, TODAY))
        .hasMessageContaining("a?ba?b")
        .message()
        .hasSizeLessThan(200);
  }

  @Test
  void quote_modelNotPricedOnTheList_isNeverGuessed() {
    assertRefused(
        "azure-foundry",
        "gpt-image-2.5-flare",
        SQUARE,
        TODAY,
        Reason.UNKNOWN_PRICE,
        "no price of gpt-image-2.5-flare on azure-foundry is known, and none is guessed; priced"
            + " there: gpt-image-1-mini, gpt-image-1.5, gpt-image-2");
    assertRefused(
        "nowhere",
        "gpt-image-2",
        SQUARE,
        TODAY,
        Reason.UNKNOWN_PRICE,
        "price list 'nowhere' is not known; there are azure-foundry, openai, vercel-ai-gateway");
    assertRefused(
        "openai",
        "gpt-image-2",
        SQUARE,
        LocalDate.of(2026, 1, 1),
        Reason.UNKNOWN_PRICE,
        "no price of gpt-image-2 on openai is known for 2026-01-01; the latest entry is from"
            + " 2026-04-21");
  }

  @Test
  void quote_unknownRate_isRefusedOnlyWhereItIsNeeded() {
    LocalDate before = LocalDate.of(2026, 10, 1);
    assertThat(ESTIMATOR.quote("azure-foundry", "gpt-image-1", SQUARE, before)).isNotNull();
    assertRefused(
        "azure-foundry",
        "gpt-image-1",
        edit("1024x1024", "low", "1024x1024"),
        before,
        Reason.UNKNOWN_PRICE,
        "the rate of image_input for gpt-image-1 on azure-foundry is not known, and none is"
            + " guessed");
  }

  @Test
  void quote_shutdownDay_isTheFirstDayRefused() {
    LocalDate day = LocalDate.of(2026, 12, 1);
    assertThat(ESTIMATOR.quote("openai", "gpt-image-1.5", SQUARE, day.minusDays(1))).isNotNull();
    assertRefused(
        "openai",
        "gpt-image-1.5",
        SQUARE,
        day,
        Reason.SHUT_DOWN,
        "gpt-image-1.5 was shut down on openai on 2026-12-01;"
            + " its successor is gpt-image-2.5-sunburst");
    assertThat(ESTIMATOR.quote("azure-foundry", "gpt-image-1.5", SQUARE, day)).isNotNull();
  }

  @Test
  void quote_illegalSize_namesTheRuleAndTheNearest() {
    assertRefused(
        spec("1920x1080", "low"),
        Reason.SIZE,
        "size 1920x1080 on gpt-image-2: both edges must be multiples of 16; nearest legal is"
            + " 1920x1088");
  }

  @Test
  void quote_qualityNotOffered_namesThoseThatAre() {
    assertRefused(
        spec("1024x1024", "max"),
        Reason.QUALITY,
        "quality max on gpt-image-2: it offers low, medium, high, auto; nearest legal is high");
  }

  @Test
  void quote_countsOutOfRange_nameTheNearest() {
    assertRefused(
        SQUARE.newBuilder().n(11).build(),
        Reason.COUNT,
        "n 11 on gpt-image-2: must be 1 to 10; nearest legal is 10");
    assertRefused(
        SQUARE.newBuilder().n(0).build(),
        Reason.COUNT,
        "n 0 on gpt-image-2: must be 1 to 10; nearest legal is 1");
    assertRefused(
        SQUARE.newBuilder().partialImages(4).build(),
        Reason.PARTIAL_IMAGES,
        "partial images 4 on gpt-image-2: must be 0 to 3; nearest legal is 3");
    assertRefused(
        SQUARE.newBuilder().inputImages(Collections.nCopies(17, new ImageSize(9, 9))).build(),
        Reason.INPUT_IMAGES,
        "input images 17 on gpt-image-2: must be 0 to 16; nearest legal is 16");
    assertRefused(
        SQUARE.newBuilder().inputImages(List.of(ImageSize.AUTO)).build(),
        Reason.INPUT_IMAGES,
        "input image 1 has size auto: its width and height in pixels are needed");
    assertRefused(
        SQUARE.newBuilder().prompt(9_000, 32_001).build(),
        Reason.PROMPT,
        "prompt of 32001 characters on gpt-image-2: at most 32000 are allowed");
  }

  @Test
  void quote_batchWithoutABatchPrice_isRefused() {
    assertRefused(
        "vercel-ai-gateway",
        "gpt-image-2",
        SQUARE.newBuilder().batch(true).build(),
        TODAY,
        Reason.BATCH,
        "no batch price of gpt-image-2 on vercel-ai-gateway is known; ask without batch");
  }

  @Test
  void quote_stalePriceInStrictMode_isRefused() {
    CostEstimator strict =
        CostEstimator.builder(PriceCatalog.shipped()).staleAfterDays(40).refuseStale(true).build();
    QuoteException refusal =
        catchThrowableOfType(
            QuoteException.class, () -> strict.quote("openai", "gpt-image-2", SQUARE, TODAY));
    assertThat(refusal)
        .hasMessage(
            "the price of gpt-image-2 on openai was last checked on 2026-10-02, more than 40 days"
                + " ago");
    assertThat(refusal.reason()).isEqualTo(Reason.STALE_PRICE);
    assertThatThrownBy(() -> CostEstimator.builder(PriceCatalog.shipped()).staleAfterDays(-1))
        .hasMessageContaining("-1");
  }
}
