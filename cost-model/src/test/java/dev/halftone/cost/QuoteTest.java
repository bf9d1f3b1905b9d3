package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.edit;
import static dev.halftone.cost.Specs.openAi;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteTest {
  /** The example of the command line's contract. */
  @Test
  void quote_contractExample_isExact() {
    Quote quote =
        openAi("gpt-image-2", spec("1536x1024", "high").newBuilder().prompt(6, 24).build());
    assertThat(quote.usage()).isEqualTo(new Usage(12, 0, 5488, 0));
    assertThat(quote.least()).hasToString("0.164700");
    assertThat(quote.expected()).hasToString("0.164700");
    assertThat(quote.most()).hasToString("0.164700");
    assertThat(quote.basis()).isEqualTo(Basis.EXACT);
    assertThat(quote.priceAsOf()).isEqualTo("2026-10-02");
    assertThat(quote.shutdown()).isNull();
    assertThat(quote.dropped()).isEmpty();
    assertThat(quote.warnings()).isEmpty();
  }

  @Test
  void quote_snapshotName_isTheSameModel() {
    Quote quote = openAi("gpt-image-2-2026-04-21", spec("1024x1024", "low"));
    assertThat(quote.model()).isEqualTo("gpt-image-2-2026-04-21");
    assertThat(quote.expected()).hasToString("0.005910");
  }

  @Test
  void quote_severalImages_multiplyInputAndRoundOutputOnce() {
    ImageSpec spec = spec("1024x1024", "low").newBuilder().n(10).prompt(4, 10).build();
    assertThat(openAi("gpt-image-2", spec).usage()).isEqualTo(new Usage(100, 0, 1952, 0));
  }

  /** Text overhead of edits as measured on 2026-09-19, image tokens on 2026-09-17. */
  @ParameterizedTest
  @CsvSource({"gpt-image-2, 6", "gpt-image-2.5-flare, 26", "gpt-image-2.5-sunburst, 26"})
  void quote_edit_addsImageTokensAndTextOverhead(String model, long text) {
    Quote quote = openAi(model, edit("1024x1024", "low", "1024x1024", "1536x1024"));
    assertThat(quote.usage()).isEqualTo(new Usage(text, 2560, 196, 0));
    assertThat(quote.basis()).isEqualTo(Basis.EXACT);
  }

  /** The cap of 1,536 tokens is 0.0123 dollars; sixteen references come to 0.197 at most. */
  @Test
  void quote_sixteenReferences_costAsPublished() {
    String[] inputs = new String[16];
    java.util.Arrays.fill(inputs, "1536x1024");
    long images = openAi("gpt-image-2", edit("1024x1024", "low", inputs)).usage().imageInput();
    assertThat(Usd.ofNanos(images * 8000)).hasToString("0.196608");
  }

  @Test
  void quote_partialImages_areHeldButNeedNotCome() {
    ImageSpec spec = spec("1024x1024", "low").newBuilder().partialImages(3).n(2).build();
    Quote quote = openAi("gpt-image-2", spec);
    assertThat(quote.usage().imageOutput()).isEqualTo(391 + 600);
    assertThat(quote.least()).isEqualTo(Usd.ofNanos(391 * 30_000 + 12 * 5_000));
    assertThat(quote.most()).isEqualTo(Usd.ofNanos(991 * 30_000 + 12 * 5_000));
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
  }

  @Test
  void quote_autoQuality_spansLowToHigh() {
    Quote quote = openAi("gpt-image-2", spec("1024x1024", "auto"));
    assertThat(quote.least()).isEqualTo(openAi("gpt-image-2", spec("1024x1024", "low")).least());
    assertThat(quote.most()).isEqualTo(openAi("gpt-image-2", spec("1024x1024", "high")).most());
    assertThat(quote.expected()).isEqualTo(quote.most());
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
  }

  /** Published range of one gpt-image-2 image: 0.0016 to 0.71 dollars. */
  @Test
  void quote_autoSizeAndQuality_spansAllThatIsLegal() {
    Quote quote = openAi("gpt-image-2", spec("auto", "auto"));
    assertThat(quote.least()).isEqualTo(Usd.ofNanos(54 * 30_000 + 6 * 5_000));
    assertThat(quote.usage().imageOutput()).isEqualTo(7024);
    assertThat(quote.most()).isEqualTo(Usd.ofNanos(23_719 * 30_000 + 6 * 5_000));
    assertThat(openAi("gpt-image-1.5", spec("auto", "high")).usage().imageOutput()).isEqualTo(4160);
  }

  /** Measured on official keys on 2026-11-05: low 664, high 1353 at 1536x1024. */
  @ParameterizedTest
  @CsvSource({"low, 664", "high, 1353"})
  void quote_modelWithoutFormula_boundsWhatWasMeasured(String quality, long measured) {
    Quote quote = openAi("gpt-image-2.6-flare", spec("1536x1024", quality));
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
    assertThat(quote.least()).isEqualTo(Usd.ofNanos(158 * 30_000 + 30_000));
    assertThat(quote.most()).isEqualTo(Usd.ofNanos(5488 * 30_000 + 30_000));
    assertThat(quote.usage().imageOutput()).isBetween(measured * 9 / 10, measured * 11 / 10);
    assertThat(quote.warnings()).hasSize(1).first().asString().contains("no token formula");
  }

  /** 209 text tokens at 10 dollars a million, community.openai.com/t/1369511. */
  @Test
  void quote_modelThatWritesText_expectsItAndHoldsTwice() {
    Quote quote = openAi("gpt-image-1.5", spec("1024x1024", "low"));
    assertThat(quote.usage()).isEqualTo(new Usage(6, 0, 272, 209));
    long image = 272 * 32_000 + 6 * 5_000;
    assertThat(quote.least()).isEqualTo(Usd.ofNanos(image));
    assertThat(quote.expected()).isEqualTo(Usd.ofNanos(image + 209 * 10_000));
    assertThat(quote.most()).isEqualTo(Usd.ofNanos(image + 418 * 10_000));
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
  }

  /** Billed text tokens of edits with prompts of 13, 13 and 12 tokens. */
  @ParameterizedTest
  @CsvSource({"13, 28, 1024x1024", "13, 50, 1024x1024+1024x1024", "12, 57, 480x1408"})
  void quote_leakyTextOfEdits_isWithinTheBounds(int prompt, long billed, String inputs) {
    ImageSpec spec =
        edit("1024x1024", "low", inputs.split("\\+", -1)).newBuilder().prompt(prompt, 60).build();
    Quote quote = openAi("gpt-image-1.5", spec);
    Usage usage = quote.usage();
    Usd observed =
        ESTIMATOR.charge(
            "openai",
            "gpt-image-1.5",
            new Usage(billed, usage.imageInput(), 272, 209),
            false,
            TODAY);
    assertThat(observed).isBetween(quote.least(), quote.most());
  }

  @Test
  void quote_miniPublishedTwice_warnsAndHoldsTheDearer() {
    Quote quote = openAi("gpt-image-1-mini", spec("1024x1024", "high"));
    assertThat(quote.least()).isEqualTo(Usd.ofNanos(4160 * 8_000 + 6 * 2_000));
    assertThat(quote.most()).isEqualTo(Usd.parse("0.036012"));
    assertThat(quote.expected()).isEqualTo(quote.most());
    assertThat(quote.warnings()).anyMatch(warning -> warning.contains("dearer"));
  }

  @Test
  void quote_shutdownNear_warnsWithTheDateOfThatList() {
    Quote openAi = openAi("gpt-image-1.5", spec("1024x1024", "low"));
    assertThat(openAi.shutdown()).isEqualTo("2026-12-01");
    assertThat(openAi.warnings())
        .contains(
            "gpt-image-1.5 shuts down on 2026-12-01; its successor is gpt-image-2.5-sunburst");
    Quote azure =
        ESTIMATOR.quote("azure-foundry", "gpt-image-1.5", spec("1024x1024", "low"), TODAY);
    assertThat(azure.shutdown()).isEqualTo("2026-12-16");
    assertThat(azure.warnings()).anyMatch(warning -> warning.contains("2026-12-16"));
    Quote mini =
        ESTIMATOR.quote("azure-foundry", "gpt-image-1-mini", spec("1024x1024", "low"), TODAY);
    assertThat(mini.warnings()).noneMatch(warning -> warning.contains("shuts down"));
  }

  @Test
  void quote_parityNotVerified_isABoundWithWarnings() {
    Quote quote =
        ESTIMATOR.quote("azure-foundry", "gpt-image-1-mini", spec("1024x1024", "low"), TODAY);
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
    assertThat(quote.warnings())
        .anyMatch(warning -> warning.contains("low confidence"))
        .anyMatch(warning -> warning.contains("does not publish the rate of image_output"));
  }

  /** 200 text, 1,500 image and 1,760 output tokens: 0.0658, or 0.0613 at one input rate. */
  @Test
  void quote_referencesOnVercel_spanTextRateToUpstreamRate() {
    ImageSpec spec = edit("1024x1024", "medium", "1024x1024");
    Quote quote = ESTIMATOR.quote("vercel-ai-gateway", "gpt-image-2", spec, TODAY);
    Quote upstream = openAi("gpt-image-2", spec);
    assertThat(quote.most()).isEqualTo(upstream.most());
    assertThat(quote.least()).isEqualTo(upstream.least().minus(Usd.ofNanos(1024 * 3_000)));
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
    assertThat(quote.warnings()).hasSize(1).first().asString().contains("image_input");
    Quote plain =
        ESTIMATOR.quote("vercel-ai-gateway", "gpt-image-2", spec("1024x1024", "low"), TODAY);
    assertThat(plain.basis()).isEqualTo(Basis.EXACT);
    assertThat(plain.warnings()).isEmpty();
  }

  @Test
  void quote_batch_isHalf() {
    ImageSpec spec = spec("1024x1024", "high").newBuilder().prompt(10, 40).build();
    Quote batch = openAi("gpt-image-2", spec.newBuilder().batch(true).build());
    assertThat(batch.expected().times(2)).isEqualTo(openAi("gpt-image-2", spec).expected());
    assertThat(batch.warnings()).isEmpty();
    Quote disputed = openAi("gpt-image-2.5-flare", spec.newBuilder().batch(true).build());
    assertThat(disputed.warnings()).anyMatch(warning -> warning.contains("medium confidence"));
  }

  @Test
  void quote_thinking_isDroppedWhereNothingServesIt() {
    ImageSpec spec = spec("1024x1024", "low").newBuilder().thinking(Thinking.HIGH).build();
    assertThat(openAi("gpt-image-2", spec).dropped()).containsExactly("thinking");
    assertThat(openAi("gpt-image-2.6-sunburst", spec).dropped()).isEmpty();
  }

  @Test
  void quote_stalePrice_warns() {
    LocalDate later = LocalDate.of(2027, 4, 1);
    assertThat(
            ESTIMATOR
                .quote("openai", "gpt-image-2", spec("1024x1024", "low"), later.minusDays(1))
                .warnings())
        .isEmpty();
    assertThat(ESTIMATOR.quote("openai", "gpt-image-2", spec("1024x1024", "low"), later).warnings())
        .containsExactly("the price of gpt-image-2 on openai was last checked on 2026-10-02");
  }

  @Test
  void charge_observedUsage_isExact() {
    assertThat(
            ESTIMATOR.charge("openai", "gpt-image-2", new Usage(200, 1500, 1760, 0), false, TODAY))
        .hasToString("0.065800");
    assertThat(ESTIMATOR.charge("openai", "gpt-image-2", new Usage(0, 0, 0, 1), false, TODAY))
        .isEqualTo(Usd.ofNanos(10_000));
    assertThat(ESTIMATOR.charge("openai", "gpt-image-1-mini", new Usage(1, 1, 1, 0), true, TODAY))
        .isEqualTo(Usd.ofNanos(1_000 + 1_250 + 4_000));
    assertThat(ESTIMATOR.charge("openai", "gpt-image-2", Usage.NONE, false, TODAY).isZero())
        .isTrue();
  }

  @Test
  void charge_modelShutDownSince_isStillPriced() {
    assertThat(ESTIMATOR.charge("openai", "gpt-image-1", new Usage(0, 0, 272, 0), false, TODAY))
        .hasToString("0.010880");
  }
}
