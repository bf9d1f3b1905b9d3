package dev.halftone.cost;

import dev.halftone.cost.QuoteException.Reason;
import java.time.LocalDate;
import java.util.List;

/**
 * Predicts what a request will cost before it is sent, and prices what was observed afterwards.
 *
 * <p>Immutable, thread-safe and free of I/O; the day is passed in, because prices and models are
 * dated. Sends nothing and costs nothing. A quote without text counting takes well under a
 * microsecond.
 *
 * <p>What a quote rests on:
 *
 * <ul>
 *   <li>A size or quality of auto, partial images (fewer may come than were asked for), a model
 *       without a known formula, text the model may write, and a rate that the provider does not
 *       publish all make it {@link Basis#BOUND}: from the cheapest to the dearest possible.
 *   <li>For auto, 1024x1024 (or what the model has nearest) and high quality are expected.
 *   <li>Prices for cached input are never used: direct image calls do not get them.
 * </ul>
 */
public final class CostEstimator {
  private static final List<String> THINKING_DROPPED = List.of("thinking");

  private final TariffLookup tariffs;
  private final int staleAfterDays;
  private final int shutdownWarningDays;
  private final boolean refuseStale;

  private CostEstimator(Builder builder) {
    tariffs = new TariffLookup(builder.catalog);
    staleAfterDays = builder.staleAfterDays;
    shutdownWarningDays = builder.shutdownWarningDays;
    refuseStale = builder.refuseStale;
  }

  /** An estimator with the usual limits, which warns of stale prices. */
  public static CostEstimator of(PriceCatalog catalog) {
    return builder(catalog).build();
  }

  public static Builder builder(PriceCatalog catalog) {
    return new Builder(catalog);
  }

  /**
   * Quotes a spec on one model of one price list.
   *
   * @throws QuoteException if the model, its price, or the spec on that model cannot be priced
   */
  public Quote quote(String priceList, String model, ImageSpec spec, LocalDate on) {
    Tariff tariff = tariffs.living(priceList, model, spec.batch(), on);
    ModelCard card = tariff.card;
    SpecCheck.require(card, spec);
    long today = on.toEpochDay();
    boolean stale = today - tariff.checkedDay > staleAfterDays;
    if (stale && refuseStale) {
      throw new QuoteException(
          Reason.STALE_PRICE,
          "%s, more than %d days ago".formatted(tariff.staleWarning, staleAfterDays));
    }

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

    Usd expected = price(tariff, text, imageInput, output, textOutput);
    Usd most =
        mostText == text && mostOutput == output && mostTextOutput == textOutput
            ? expected
            : price(tariff, mostText, imageInput, mostOutput, mostTextOutput);
    long notPublished = assumedImageInputSaving(tariff, imageInput);
    Usd least =
        leastText == text && leastOutput == output && textOutput == 0 && notPublished == 0
            ? expected
            : Usd.ofNanos(
                price(tariff, leastText, imageInput, leastOutput, 0).nanos() - notPublished);

    boolean rateAssumed = usesAssumed(tariff, imageInput, mostTextOutput);
    boolean exact =
        OutputTokens.isExact(card, spec)
            && partials == 0
            && mostTextOutput == 0
            && mostText == text
            && !rateAssumed;
    return new Quote(
        tariff.priceList,
        model,
        spec,
        new Usage(text, imageInput, output, textOutput),
        least,
        expected,
        most,
        exact ? Basis.EXACT : Basis.BOUND,
        tariff.checkedOn,
        tariff.shutdown,
        spec.thinking() == Thinking.OFF || card.servesComplexity() ? List.of() : THINKING_DROPPED,
        tariff.warnings(
            stale,
            tariff.shutdownDay - today <= shutdownWarningDays,
            imageInput != 0,
            mostTextOutput != 0));
  }

  /**
   * What the observed usage costs at that day's rates. A model shut down since is still priced, and
   * so is one whose price is stale: the bill has come.
   *
   * @throws QuoteException if the price is not known
   */
  public Usd charge(String priceList, String model, Usage usage, boolean batch, LocalDate on) {
    return price(
        tariffs.billed(priceList, model, batch, on),
        usage.textInput(),
        usage.imageInput(),
        usage.imageOutput(),
        usage.textOutput());
  }

  private static long inputTokens(ModelCard card, List<ImageSize> images) {
    long tokens = 0;
    for (int i = 0; i < images.size(); i++) {
      tokens += card.inputImageTokens().tokens(images.get(i));
    }
    return tokens;
  }

  private static Usd price(
      Tariff tariff, long textInput, long imageInput, long imageOutput, long textOutput) {
    long nanos = Math.multiplyExact(textInput, tariff.textInput);
    nanos = Math.addExact(nanos, Math.multiplyExact(imageOutput, tariff.imageOutput));
    if (imageInput != 0) {
      requireKnown(tariff, TokenKind.IMAGE_INPUT, tariff.imageInput);
      nanos = Math.addExact(nanos, Math.multiplyExact(imageInput, tariff.imageInput));
    }
    if (textOutput != 0) {
      requireKnown(tariff, TokenKind.TEXT_OUTPUT, tariff.textOutput);
      nanos = Math.addExact(nanos, Math.multiplyExact(textOutput, tariff.textOutput));
    }
    return Usd.ofNanos(nanos);
  }

  private static void requireKnown(Tariff tariff, TokenKind kind, long rate) {
    if (rate == Tariff.UNKNOWN) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "the rate of %s for %s on %s is not known, and none is guessed"
              .formatted(kind, tariff.card, tariff.priceList));
    }
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

  /** Collects the limits of an estimator. */
  public static final class Builder {
    private final PriceCatalog catalog;
    private int staleAfterDays = PriceCatalog.STALE_AFTER_DAYS;
    private int shutdownWarningDays = PriceCatalog.SHUTDOWN_WARNING_DAYS;
    private boolean refuseStale;

    private Builder(PriceCatalog catalog) {
      this.catalog = catalog;
    }

    /** A price not checked for more than so many days is stale; at least 0, usually 180. */
    public Builder staleAfterDays(int days) {
      staleAfterDays = notNegative("stale-after-days", days);
      return this;
    }

    /** A shutdown within so many days is warned of; at least 0, usually 30. */
    public Builder shutdownWarningDays(int days) {
      shutdownWarningDays = notNegative("shutdown-warning-days", days);
      return this;
    }

    /** Whether a stale price is an error rather than a warning. */
    public Builder refuseStale(boolean refuse) {
      refuseStale = refuse;
      return this;
    }

    public CostEstimator build() {
      return new CostEstimator(this);
    }

    private static int notNegative(String name, int days) {
      if (days < 0) {
        throw new IllegalArgumentException("%s %d: must be at least 0".formatted(name, days));
      }
      return days;
    }
  }
}
