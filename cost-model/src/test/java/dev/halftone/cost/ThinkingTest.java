package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThinkingTest {
  private static ImageSpec thinking(String size, String quality, Thinking level, int n) {
    return spec(size, quality).newBuilder().thinking(level).n(n).prompt(20, 80).build();
  }

  @ParameterizedTest
  @EnumSource(Thinking.class)
  void quote_routeWithoutThinking_dropsItAndSaysSo(Thinking level) {
    Quote quote =
        ESTIMATOR.quote("openai", "gpt-image-2", thinking("1024x1024", "low", level, 2), TODAY);
    Quote off =
        ESTIMATOR.quote(
            "openai", "gpt-image-2", thinking("1024x1024", "low", Thinking.OFF, 2), TODAY);
    assertThat(quote.expected()).isEqualTo(off.expected());
    assertThat(quote.basis()).isEqualTo(Basis.EXACT);
    assertThat(quote.thinking().via()).isEqualTo(ThinkingRoute.NONE);
    assertThat(quote.thinking().most().isZero()).isTrue();
    assertThat(quote.thinking().isDropped()).isEqualTo(level != Thinking.OFF);
    assertThat(quote.dropped().contains("thinking")).isEqualTo(level != Thinking.OFF);
  }

  /** Complexity is high when it is omitted, so asking for a level adds nothing to the bound. */
  @ParameterizedTest
  @EnumSource(value = Thinking.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void quote_complexity_isServedAndAddsNothing(Thinking level) {
    ImageSpec spec = thinking("1536x1024", "high", level, 1);
    Quote quote = ESTIMATOR.quote("openai", "gpt-image-2.6-flare", spec, TODAY);
    Quote off =
        ESTIMATOR.quote(
            "openai",
            "gpt-image-2.6-flare",
            spec.newBuilder().thinking(Thinking.OFF).build(),
            TODAY);
    assertThat(quote.dropped()).isEmpty();
    assertThat(quote.thinking().via()).isEqualTo(ThinkingRoute.COMPLEXITY);
    assertThat(quote.thinking().basis()).isEqualTo(Basis.BOUND);
    assertThat(quote.thinking().note()).contains("low confidence").contains("when omitted");
    assertThat(quote.most()).isEqualTo(off.most());
  }

  @Test
  void quote_responsesTool_addsTheTextModelAtItsOwnRates() {
    ImageSpec spec = thinking("1024x1024", "medium", Thinking.MEDIUM, 2);
    Quote quote = ESTIMATOR.quote("openai-responses", "gpt-image-2", spec, TODAY);
    Quote direct =
        ESTIMATOR.quote(
            "openai", "gpt-image-2", spec.newBuilder().thinking(Thinking.OFF).build(), TODAY);
    ThinkingCost added = quote.thinking();
    // In nano-dollars a token: the text model reads at 750 and writes at 4,500, the tool at 5,000.
    long expected = 2 * ((20 + 400) * 750L + 1500 * 4500L + 100 * 5000L);
    long most = 2 * ((20 + 2000) * 750L + 8000 * 4500L + 1000 * 5000L);
    assertThat(added.via()).isEqualTo(ThinkingRoute.RESPONSES);
    assertThat(added.least()).isEqualTo(Usd.ofNanos(2 * (20 * 750L + 20 * 4500L)));
    assertThat(added.expected()).isEqualTo(Usd.ofNanos(expected));
    assertThat(added.most()).isEqualTo(Usd.ofNanos(most));
    assertThat(quote.expected()).isEqualTo(direct.expected().plus(added.expected()));
    assertThat(quote.most()).isEqualTo(direct.most().plus(added.most()));
    assertThat(added.textModel()).isEqualTo(new Usage(840, 0, 0, 3000));
    assertThat(added.note()).contains("gpt-5.4-mini").contains("low confidence");
    assertThat(quote.dropped()).isEmpty();
    assertThat(quote.basis()).isEqualTo(Basis.BOUND);
    assertThat(quote.warnings()).anyMatch(warning -> warning.contains("what thinking adds"));
  }

  @ParameterizedTest
  @EnumSource(Thinking.class)
  void quote_responsesTool_chargesWhatItExpectsAndRisesWithTheLevel(Thinking level) {
    ImageSpec spec = thinking("1536x1024", "high", level, 3);
    Quote quote = ESTIMATOR.quote("openai-responses", "gpt-image-2.5-flare", spec, TODAY);
    Usd charged =
        ESTIMATOR.charge(
            "openai-responses",
            "gpt-image-2.5-flare",
            quote.usage(),
            quote.thinking().textModel(),
            false,
            TODAY);
    assertThat(charged).isEqualTo(quote.expected());
    // Even with thinking off the text model reads the prompt and calls the tool.
    assertThat(quote.thinking().least().isZero()).isFalse();
    for (Thinking other : Thinking.values()) {
      ImageSpec more = spec.newBuilder().thinking(other).build();
      Quote quoted = ESTIMATOR.quote("openai-responses", "gpt-image-2.5-flare", more, TODAY);
      assertThat(quoted.thinking().most().isMoreThan(quote.thinking().most()))
          .isEqualTo(other.compareTo(level) > 0);
    }
  }

  @Test
  void quote_responsesToolWithReferences_addsWhatTheTextModelReadsOfThem() {
    ImageSpec plain = spec("1024x1024", "low");
    ImageSpec edit = Specs.edit("1024x1024", "low", "1024x1024", "512x512");
    long more =
        ESTIMATOR.quote("openai-responses", "gpt-image-2", edit, TODAY).thinking().most().nanos()
            - ESTIMATOR
                .quote("openai-responses", "gpt-image-2", plain, TODAY)
                .thinking()
                .most()
                .nanos();
    assertThat(more).isEqualTo(2 * 3000 * 750L);
  }

  @Test
  void quote_configuredParameter_addsItsShareOfTheImageTokens() {
    CostEstimator estimator = CostEstimator.of(Overlays.over(Overlays.PARAMETER));
    Quote quote =
        estimator.quote(
            "house", "gpt-image-2", thinking("1024x1024", "high", Thinking.HIGH, 1), TODAY);
    assertThat(quote.thinking().via()).isEqualTo(ThinkingRoute.PARAMETER);
    assertThat(quote.thinking().least()).isEqualTo(Usd.ofNanos(1405 * 30_000L));
    assertThat(quote.thinking().expected()).isEqualTo(Usd.ofNanos(3512 * 30_000L));
    assertThat(quote.thinking().most()).isEqualTo(Usd.ofNanos(7024 * 30_000L));
    assertThat(quote.usage().imageOutput()).isEqualTo(7024 + 3512);
    assertThat(quote.expected()).hasToString("0.317000");
    assertThat(estimator.charge("house", "gpt-image-2", quote.usage(), false, TODAY))
        .isEqualTo(quote.expected());
    Price price = Objects.requireNonNull(estimator.catalog().price("house", "gpt-image-2", TODAY));
    assertThat(price.thinking().name()).isEqualTo("thinking_level");
    assertThat(price.thinking().values()).containsEntry(Thinking.HIGH, "long");
    Quote medium =
        estimator.quote(
            "house", "gpt-image-2", thinking("1024x1024", "high", Thinking.MEDIUM, 1), TODAY);
    assertThat(medium.dropped()).containsExactly("thinking");
  }

  @Test
  void charge_textModelTokensWithoutATextModel_areRefused() {
    QuoteException refusal =
        catchThrowableOfType(
            QuoteException.class,
            () ->
                ESTIMATOR.charge(
                    "openai", "gpt-image-2", Usage.NONE, new Usage(1, 0, 0, 1), false, TODAY));
    assertThat(refusal).hasMessageContaining("no text model");
  }
}
