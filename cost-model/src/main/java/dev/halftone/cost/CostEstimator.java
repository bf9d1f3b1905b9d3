package dev.halftone.cost;

import dev.halftone.cost.QuoteException.Reason;
import java.time.LocalDate;
import java.util.function.Supplier;

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
 *   <li>What serving {@link Thinking} adds is in the sums, and apart in {@link Quote#thinking()}.
 *   <li>For auto, 1024x1024 (or what the model has nearest) and high quality are expected.
 *   <li>Prices for cached input are never used: direct image calls do not get them, and where they
 *       may be had their hits are not shown.
 * </ul>
 */
public final class CostEstimator {
  private final Supplier<PriceCatalog> catalog;
  private final int staleAfterDays;
  private final int shutdownWarningDays;
  private final boolean refuseStale;

  private CostEstimator(Builder builder) {
    catalog = builder.catalog;
    staleAfterDays = builder.staleAfterDays;
    shutdownWarningDays = builder.shutdownWarningDays;
    refuseStale = builder.refuseStale;
  }

  /** An estimator with the usual limits, which warns of stale prices. */
  public static CostEstimator of(PriceCatalog catalog) {
    return builder(catalog).build();
  }

  /** The same over a catalogue that may be replaced meanwhile, such as a {@link LiveCatalog}. */
  public static CostEstimator of(Supplier<PriceCatalog> catalog) {
    return builder(catalog).build();
  }

  public static Builder builder(PriceCatalog catalog) {
    return new Builder(() -> catalog);
  }

  /**
   * Collects limits over a catalogue that may be replaced meanwhile. The supplier is asked once for
   * each quote or bill, so one quote never mixes two catalogues; it must not block.
   */
  public static Builder builder(Supplier<PriceCatalog> catalog) {
    return new Builder(catalog);
  }

  /** The catalogue as it is now. */
  public PriceCatalog catalog() {
    return catalog.get();
  }

  /**
   * Quotes a spec on one model of one price list.
   *
   * @throws QuoteException if the model, its price, or the spec on that model cannot be priced
   */
  public Quote quote(String priceList, String model, ImageSpec spec, LocalDate on) {
    Tariff tariff = catalog.get().tariffs.living(priceList, model, spec.batch(), on);
    SpecCheck.require(tariff.card, spec);
    long today = on.toEpochDay();
    boolean stale = today - tariff.checkedDay > staleAfterDays;
    if (stale && refuseStale) {
      throw new QuoteException(
          Reason.STALE_PRICE,
          "%s, more than %d days ago".formatted(tariff.staleWarning, staleAfterDays));
    }
    boolean shutdown = tariff.shutdownDay - today <= shutdownWarningDays;
    ImagePrices perImage = tariff.perImage;
    return perImage == null
        ? TokenQuote.of(tariff, model, spec, stale, shutdown)
        : ImageQuote.of(tariff, perImage, model, spec, stale, shutdown);
  }

  /**
   * What the observed usage costs at that day's rates, rounded as the provider rounds one request.
   * A model shut down since is still priced, and so is one whose price is stale: the bill has come.
   *
   * @throws QuoteException if the price is not known, or is not by the token
   */
  public Usd charge(String priceList, String model, Usage usage, boolean batch, LocalDate on) {
    return charge(priceList, model, usage, Usage.NONE, batch, on);
  }

  /**
   * The same with what a text model read and wrote beside the image, at its own rates.
   *
   * @param textModel text tokens of the text model; none where the route has no text model
   * @throws QuoteException if the price is not known, or is not by the token
   */
  public Usd charge(
      String priceList, String model, Usage usage, Usage textModel, boolean batch, LocalDate on) {
    Tariff tariff = catalog.get().tariffs.billed(priceList, model, batch, on);
    if (tariff.perImage != null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "%s bills %s by the image: its tokens have no price".formatted(priceList, model));
    }
    long nanos =
        TokenQuote.price(
            tariff, usage.textInput(), usage.imageInput(), usage.imageOutput(), usage.textOutput());
    if (textModel.total() != 0) {
      if (!tariff.thinkingCosts.hasTextModel()) {
        throw new QuoteException(
            Reason.UNKNOWN_PRICE,
            "%s on %s has no text model: its tokens have no price".formatted(model, priceList));
      }
      nanos = Math.addExact(nanos, tariff.thinkingCosts.bill(textModel).nanos());
    }
    return Usd.ofNanos(tariff.rounding == null ? nanos : tariff.rounding.expected(nanos, 1));
  }

  /**
   * What a provider charged that reports billing units, such as fal's {@code x-fal-billable-units}.
   *
   * @throws QuoteException if the price of its unit is not known
   */
  public Usd chargeUnits(String priceList, String model, BillableUnits units, LocalDate on) {
    Usd unit = catalog.get().tariffs.billed(priceList, model, false, on).billableUnit;
    if (unit == null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "the price of a billing unit of %s on %s is not known".formatted(model, priceList));
    }
    return units.times(unit);
  }

  /** Collects the limits of an estimator. */
  public static final class Builder {
    private final Supplier<PriceCatalog> catalog;
    private int staleAfterDays = PriceCatalog.STALE_AFTER_DAYS;
    private int shutdownWarningDays = PriceCatalog.SHUTDOWN_WARNING_DAYS;
    private boolean refuseStale;

    private Builder(Supplier<PriceCatalog> catalog) {
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
