package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class QuoteProperties {
  private static final List<String> MODELS =
      List.of("gpt-image-2.6-flare", "gpt-image-2.5-flare", "gpt-image-2", "gpt-image-1.5");

  @Provide
  Arbitrary<String> models() {
    return Arbitraries.of(MODELS);
  }

  @Provide
  Arbitrary<ImageSize> anySize() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(1, 65_535);
    return Combinators.combine(edge, edge).as(ImageSize::new);
  }

  private static ImageSpec spec(ImageSize size, Quality quality, int n, int tokens, int partials) {
    return ImageSpec.builder()
        .size(size)
        .quality(quality)
        .n(n)
        .prompt(tokens, tokens)
        .partialImages(partials)
        .build();
  }

  private static Quality offered(String model, Quality quality) {
    return quality == Quality.AUTO || Specs.card(model).qualities().contains(quality)
        ? quality
        : Quality.HIGH;
  }

  @Property
  void quote_anyLegalSpec_risesFromLeastToMostAndChargesWhatItExpects(
      @ForAll("models") String model,
      @ForAll("anySize") ImageSize size,
      @ForAll Quality quality,
      @ForAll @IntRange(min = 1, max = 10) int n,
      @ForAll @IntRange(max = 30_000) int tokens,
      @ForAll @IntRange(max = 3) int partials) {
    ImageSize legal = Specs.card(model).sizes().nearest(size);
    ImageSpec spec = spec(legal, offered(model, quality), n, tokens, partials);
    Quote quote = ESTIMATOR.quote("openai", model, spec, TODAY);
    assertThat(quote.least().isMoreThan(quote.expected())).isFalse();
    assertThat(quote.expected().isMoreThan(quote.most())).isFalse();
    assertThat(ESTIMATOR.charge("openai", model, quote.usage(), false, TODAY))
        .isEqualTo(quote.expected());
  }

  @Property
  void quote_oneMoreImage_neverCostsLessNorMoreThanOneAlone(
      @ForAll("models") String model,
      @ForAll("anySize") ImageSize size,
      @ForAll Quality quality,
      @ForAll @IntRange(min = 1, max = 9) int n) {
    ImageSize legal = Specs.card(model).sizes().nearest(size);
    Quality one = offered(model, quality);
    Usd some = ESTIMATOR.quote("openai", model, spec(legal, one, n, 7, 0), TODAY).most();
    Usd more = ESTIMATOR.quote("openai", model, spec(legal, one, n + 1, 7, 0), TODAY).most();
    Usd single = ESTIMATOR.quote("openai", model, spec(legal, one, 1, 7, 0), TODAY).most();
    assertThat(more.isMoreThan(some)).isTrue();
    assertThat(more.isMoreThan(some.plus(single))).isFalse();
  }

  @Property
  void quote_quarterTurn_costsTheSameByFormula(
      @ForAll("anySize") ImageSize size, @ForAll Quality quality) {
    String model = "gpt-image-2.5-flare";
    ImageSize legal = Specs.card(model).sizes().nearest(size);
    ImageSize turned = ImageSize.parse(legal.height() + "x" + legal.width());
    Usage one = ESTIMATOR.quote("openai", model, spec(legal, quality, 1, 7, 0), TODAY).usage();
    Usage other = ESTIMATOR.quote("openai", model, spec(turned, quality, 1, 7, 0), TODAY).usage();
    assertThat(one).isEqualTo(other);
  }

  @Property
  void quote_autoOfBoth_spansEveryLegalSpec(
      @ForAll("models") String model,
      @ForAll("anySize") ImageSize size,
      @ForAll Quality quality,
      @ForAll @IntRange(min = 1, max = 10) int n) {
    ImageSize legal = Specs.card(model).sizes().nearest(size);
    Quote one =
        ESTIMATOR.quote("openai", model, spec(legal, offered(model, quality), n, 7, 0), TODAY);
    Quote any =
        ESTIMATOR.quote("openai", model, spec(ImageSize.AUTO, Quality.AUTO, n, 7, 0), TODAY);
    assertThat(any.least().isMoreThan(one.least())).isFalse();
    assertThat(one.most().isMoreThan(any.most())).isFalse();
  }

  @Property
  void nearest_anySize_isLegalAndItselfIfLegal(
      @ForAll("models") String model, @ForAll("anySize") ImageSize size) {
    SizeRule sizes = Specs.card(model).sizes();
    ImageSize nearest = sizes.nearest(size);
    assertThat(sizes.allows(nearest)).isTrue();
    assertThat(sizes.refusal(nearest)).isNull();
    assertThat(sizes.nearest(nearest)).isEqualTo(nearest);
    assertThat(sizes.refusal(size) == null).isEqualTo(sizes.allows(size));
  }

  /** Against a search through every size of the grid. */
  @Property(tries = 100)
  void nearest_anySize_isNoFartherThanAnyOther(@ForAll("anySize") ImageSize size) {
    SizeRule sizes = Specs.card("gpt-image-2").sizes();
    // Half the sizes are near the legal ones, where it matters.
    ImageSize asked =
        size.width() % 2 == 0
            ? size
            : new ImageSize(1 + size.width() % 4096, 1 + size.height() % 4096);
    Nearest search = new Nearest(asked);
    for (int width = 16; width <= 3840; width += 16) {
      for (int height = 16; height <= 3840; height += 16) {
        if (sizes.allows(new ImageSize(width, height))) {
          search.consider(width, height);
        }
      }
    }
    assertThat(distance(sizes.nearest(asked), asked)).isEqualTo(distance(search.size(), asked));
    assertThat(sizes.nearest(asked).pixels()).isEqualTo(search.size().pixels());
  }

  private static long distance(ImageSize one, ImageSize other) {
    long dx = (long) one.width() - other.width();
    long dy = (long) one.height() - other.height();
    return dx * dx + dy * dy;
  }

  /** The formula as written down, in decimal fractions instead of whole numbers. */
  @Property
  void formula_anySize_isThatOfTheSource(
      @ForAll("anySize") ImageSize size, @ForAll @IntRange(min = 1, max = 10) int n) {
    ModelCard card = Specs.card("gpt-image-2");
    ImageSize legal = card.sizes().nearest(size);
    BigDecimal factor = BigDecimal.valueOf(48);
    BigDecimal shortFactor =
        factor
            .multiply(BigDecimal.valueOf(legal.shortEdge()))
            .divide(BigDecimal.valueOf(legal.longEdge()), MathContext.DECIMAL128)
            .setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal tokens =
        factor
            .multiply(shortFactor)
            .multiply(BigDecimal.valueOf(2_000_000 + legal.pixels()))
            .multiply(BigDecimal.valueOf(n))
            .divide(BigDecimal.valueOf(4_000_000))
            .setScale(0, RoundingMode.CEILING);
    assertThat(card.outputTokens().expected(legal, Quality.MEDIUM, n))
        .isEqualTo(tokens.longValueExact());
  }

  @Property
  void usd_printed_isReadBackTheSame(@ForAll long nanos) {
    Usd amount = Usd.ofNanos(nanos);
    assertThat(Usd.parse(amount.toString())).isEqualTo(amount);
  }
}
