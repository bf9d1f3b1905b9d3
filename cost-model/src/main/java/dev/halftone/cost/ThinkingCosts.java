package dev.halftone.cost;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rule of one route makes of a spec. What does not depend on the spec is made beforehand,
 * so that a quote without thinking allocates nothing for it.
 */
final class ThinkingCosts {
  private static final int HUNDRED = 100;

  private final ThinkingRule rule;
  private final Map<Thinking, ThinkingCost> fixed = new EnumMap<>(Thinking.class);
  private final Map<Thinking, String> notes = new EnumMap<>(Thinking.class);
  private final @Nullable String warning;

  ThinkingCosts(ModelCard card, Price price) {
    rule = price.thinking();
    String route = card.id() + " on " + price.priceList();
    if (rule.via() != ThinkingRoute.RESPONSES) {
      fixed.put(Thinking.OFF, ThinkingCost.OFF);
    }
    Source source = rule.source();
    String declared =
        source == null
            ? ""
            : "declared, of %s confidence: %s".formatted(source.confidence(), source.source());
    for (Thinking level : Thinking.values()) {
      if (!rule.serves(level)) {
        fixed.put(
            level,
            ThinkingCost.nothing(
                ThinkingRoute.NONE,
                level,
                Basis.EXACT,
                "%s does not serve thinking %s; it is dropped and adds nothing"
                    .formatted(route, level)));
      } else if (level != Thinking.OFF && share(level).isZero() && !hasTextModel()) {
        fixed.put(
            level, ThinkingCost.nothing(rule.via(), level, Basis.BOUND, "nothing, " + declared));
      }
      notes.put(
          level,
          hasTextModel()
              ? "%s plans and calls the image tool; %s".formatted(rule.name(), declared)
              : declared);
    }
    warning =
        source == null || source.confidence() == Confidence.HIGH
            ? null
            : "what thinking adds on %s is declared, of %s confidence"
                .formatted(route, source.confidence());
  }

  /** The warning of a quote to which thinking adds money; null if there is nothing to warn of. */
  @Nullable String warning() {
    return warning;
  }

  /** Text-input tokens of the image model that are expected on top of the prompt given. */
  long addedText(int n) {
    return n * rule.toolPrompt.expected();
  }

  /** Image-output tokens expected on top of those of the images. */
  long addedOutput(Thinking level, long output) {
    return ceilPercent(output, share(level).expected());
  }

  /** For a route billed by the token, whose images take so many tokens. */
  ThinkingCost of(Tariff tariff, ImageSpec spec, long least, long expected, long most) {
    ThinkingCost known = fixed.get(spec.thinking());
    if (known != null) {
      return known;
    }
    if (hasTextModel()) {
      return textModel(tariff, spec);
    }
    Interval share = share(spec.thinking());
    long rate = tariff.rate(TokenKind.IMAGE_OUTPUT);
    return cost(
        spec,
        Math.multiplyExact(ceilPercent(least, share.least()), rate),
        Math.multiplyExact(ceilPercent(expected, share.expected()), rate),
        Math.multiplyExact(ceilPercent(most, share.most()), rate),
        Usage.NONE);
  }

  /** For a route billed by the image: the share is one of the price. */
  ThinkingCost ofPrice(ImageSpec spec, long least, long expected, long most) {
    ThinkingCost known = fixed.get(spec.thinking());
    if (known != null) {
      return known;
    }
    Interval share = share(spec.thinking());
    return cost(
        spec,
        ceilPercent(least, share.least()),
        ceilPercent(expected, share.expected()),
        ceilPercent(most, share.most()),
        Usage.NONE);
  }

  private ThinkingCost textModel(Tariff tariff, ImageSpec spec) {
    Interval written = rule.output.getOrDefault(spec.thinking(), Interval.NONE);
    int images = spec.inputImages().size();
    long read = spec.promptTokens();
    long expectedIn =
        spec.n() * (read + rule.input.expected() + images * rule.inputPerImage.expected());
    long expectedOut = spec.n() * written.expected();
    return cost(
        spec,
        textModelNanos(
            tariff,
            spec.n() * (read + rule.input.least() + images * rule.inputPerImage.least()),
            spec.n() * written.least(),
            spec.n() * rule.toolPrompt.least()),
        textModelNanos(tariff, expectedIn, expectedOut, addedText(spec.n())),
        textModelNanos(
            tariff,
            spec.n() * (read + rule.input.most() + images * rule.inputPerImage.most()),
            spec.n() * written.most(),
            spec.n() * rule.toolPrompt.most()),
        new Usage(expectedIn, 0, 0, expectedOut));
  }

  private long textModelNanos(Tariff tariff, long input, long output, long toolPrompt) {
    long nanos = bill(new Usage(input, 0, 0, output)).nanos();
    return toolPrompt == 0
        ? nanos
        : Math.addExact(nanos, Math.multiplyExact(toolPrompt, tariff.rate(TokenKind.TEXT_INPUT)));
  }

  /** What the text model bills for tokens it read and wrote. */
  Usd bill(Usage textModel) {
    Usd input = rule.inputRate();
    Usd output = rule.outputRate();
    if (input == null || output == null) {
      throw new IllegalArgumentException("the route has no text model");
    }
    return input.times(textModel.textInput()).plus(output.times(textModel.textOutput()));
  }

  boolean hasTextModel() {
    return rule.via() == ThinkingRoute.RESPONSES;
  }

  private ThinkingCost cost(ImageSpec spec, long least, long expected, long most, Usage textModel) {
    return new ThinkingCost(
        rule.via(),
        spec.thinking(),
        Usd.ofNanos(least),
        Usd.ofNanos(expected),
        Usd.ofNanos(most),
        Basis.BOUND,
        textModel,
        notes.getOrDefault(spec.thinking(), ""));
  }

  private Interval share(Thinking level) {
    return rule.percent.getOrDefault(level, Interval.NONE);
  }

  private static long ceilPercent(long amount, long percent) {
    return percent == 0 ? 0 : (Math.multiplyExact(amount, percent) + HUNDRED - 1) / HUNDRED;
  }
}
