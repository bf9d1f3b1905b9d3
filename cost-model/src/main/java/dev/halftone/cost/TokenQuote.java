package dev.halftone.cost;

import java.util.List;

/** Prices a spec, or a bill, on a route that is billed by the token. */
final class TokenQuote {
  private static final List<String> THINKING_DROPPED = List.of("thinking");

  private TokenQuote() {}

  static Quote of(Tariff tariff, String model, ImageSpec spec, boolean stale, boolean shutdown) {
    ModelCard card = tariff.card;
    int n = spec.n();
    int inputs = spec.inputImages().size();
    TextOverhead overhead = card.textOverhead;
    long text = (long) n * (spec.promptTokens() + overhead.expected(inputs));
    long leastText = (long) n * (spec.promptTokens() + overhead.least(inputs));
    long mostText = (long) n * (spec.promptTokens() + overhead.most(inputs));
    long imageInput = n * inputTokens(card, spec.inputImages());
    long partials = (long) n * spec.partialImages() * card.partialImageTokens();
    long output = OutputTokens.expected(card, spec) + partials;
    long leastOutput = OutputTokens.least(card, spec);
    long mostOutput = OutputTokens.most(card, spec) + partials;
    long textOutput = (long) n * card.expectedTextOutput;
    long mostTextOutput = (long) n * card.mostTextOutput;
    ThinkingCost thinking = tariff.thinkingCosts.of(tariff, spec, leastOutput, output, mostOutput);

    long expected =
        price(tariff, text, imageInput, output, textOutput) + thinking.expected().nanos();
    long most =
        price(tariff, mostText, imageInput, mostOutput, mostTextOutput) + thinking.most().nanos();
    long least =
        price(tariff, leastText, imageInput, leastOutput, 0)
            - assumedImageInputSaving(tariff, imageInput)
            + thinking.least().nanos();
    boolean exact =
        OutputTokens.isExact(card, spec)
            && partials == 0
            && mostTextOutput == 0
            && mostText == text
            && thinking.least().equals(thinking.most())
            && !usesAssumed(tariff, imageInput, mostTextOutput);
    Usage usage =
        new Usage(
            text + tariff.thinkingCosts.addedText(n),
            imageInput,
            output + tariff.thinkingCosts.addedOutput(spec.thinking(), output),
            textOutput);
    List<String> warnings =
        tariff.warnings(
            stale, shutdown, imageInput != 0, mostTextOutput != 0, !thinking.most().isZero());
    Sums sums = new Sums(least, expected, most, exact);
    return rounded(tariff, model, spec, usage, sums, thinking, warnings);
  }

  /** The three sums in nano-dollars before rounding, and whether they are known exactly. */
  record Sums(long least, long expected, long most, boolean exact) {}

  /** Rounds the sums as the provider does; equal sums share one value. */
  static Quote rounded(
      Tariff tariff,
      String model,
      ImageSpec spec,
      Usage usage,
      Sums sums,
      ThinkingCost thinking,
      List<String> warnings) {
    PriceRounding rounding = tariff.rounding;
    int n = spec.n();
    long least = rounding == null ? sums.least : rounding.expected(sums.least, n);
    long expected = rounding == null ? sums.expected : rounding.expected(sums.expected, n);
    long most = rounding == null ? sums.most : rounding.most(sums.most, n);
    Usd likely = Usd.ofNanos(expected);
    return new Quote(
        tariff.priceList,
        model,
        spec,
        usage,
        least == expected ? likely : Usd.ofNanos(least),
        likely,
        most == expected ? likely : Usd.ofNanos(most),
        sums.exact && (rounding == null || rounding.most(sums.expected, n) == expected)
            ? Basis.EXACT
            : Basis.BOUND,
        thinking,
        tariff.checkedOn,
        tariff.shutdown,
        thinking.isDropped() ? THINKING_DROPPED : List.of(),
        warnings);
  }

  static long price(
      Tariff tariff, long textInput, long imageInput, long imageOutput, long textOutput) {
    long nanos = cost(tariff, TokenKind.TEXT_INPUT, textInput);
    nanos = Math.addExact(nanos, cost(tariff, TokenKind.IMAGE_OUTPUT, imageOutput));
    nanos = Math.addExact(nanos, cost(tariff, TokenKind.IMAGE_INPUT, imageInput));
    return Math.addExact(nanos, cost(tariff, TokenKind.TEXT_OUTPUT, textOutput));
  }

  private static long cost(Tariff tariff, TokenKind kind, long tokens) {
    return tokens == 0 ? 0 : Math.multiplyExact(tokens, tariff.rate(kind));
  }

  private static long inputTokens(ModelCard card, List<ImageSize> images) {
    long tokens = 0;
    for (int i = 0; i < images.size(); i++) {
      tokens += card.inputImageTokens().tokens(images.get(i));
    }
    return tokens;
  }

  /**
   * A provider that publishes one input rate only may bill reference images at that, the rate of
   * text: the least a quote can come to.
   */
  private static long assumedImageInputSaving(Tariff tariff, long imageInput) {
    return tariff.assumed(TokenKind.IMAGE_INPUT) == null
        ? 0
        : imageInput * Math.max(0, tariff.imageInput - tariff.textInput);
  }

  private static boolean usesAssumed(Tariff tariff, long imageInput, long textOutput) {
    return tariff.assumed(TokenKind.TEXT_INPUT) != null
        || tariff.assumed(TokenKind.IMAGE_OUTPUT) != null
        || (imageInput != 0 && tariff.assumed(TokenKind.IMAGE_INPUT) != null)
        || (textOutput != 0 && tariff.assumed(TokenKind.TEXT_OUTPUT) != null);
  }

  /** The tokens to be expected where the bill does not depend on them. */
  static Usage usage(ModelCard card, ImageSpec spec) {
    int n = spec.n();
    return new Usage(
        (long) n * (spec.promptTokens() + card.textOverhead.expected(spec.inputImages().size())),
        n * inputTokens(card, spec.inputImages()),
        OutputTokens.expected(card, spec),
        (long) n * card.expectedTextOutput);
  }
}
