package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.cost.Basis;
import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Quote;
import dev.halftone.cost.QuoteException;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a hold is to end, decided from what came of the call.
 *
 * @param charged what is settled; zero otherwise
 * @param told whether the charge is the provider's own word rather than our quote
 */
record Settlement(Kind kind, Usd charged, boolean told) {
  enum Kind {
    SETTLED,
    RELEASED,
    SUSPENDED
  }

  /**
   * For an answer: the provider's own bill if it gives one, in money or in units, else its usage at
   * our prices, else the quote, at its most where that is not exact. Units and usage that have no
   * price, as on a list that bills by the image, count as not given.
   */
  static Settlement of(
      ProviderAnswer answer, Quote quote, CostEstimator estimator, LocalDate today) {
    Usd told = told(answer.billed(), answer.billedUnits(), quote, estimator, today);
    if (told == null) {
      told = priced(() -> ofUsage(answer, quote, estimator, today));
    }
    return settled(told, quote);
  }

  /**
   * For a failure: released, kept in suspense, or settled like an answer, by the provider's own
   * bill or else the quote.
   */
  static Settlement of(
      ProviderFailure failure, Quote quote, CostEstimator estimator, LocalDate today) {
    return switch (failure.billed()) {
      case NO -> new Settlement(Kind.RELEASED, Usd.ZERO, false);
      case YES ->
          settled(
              told(failure.billedAmount(), failure.billedUnits(), quote, estimator, today), quote);
      case UNKNOWN -> new Settlement(Kind.SUSPENDED, Usd.ZERO, false);
    };
  }

  private static Settlement settled(@Nullable Usd told, Quote quote) {
    return told != null
        ? new Settlement(Kind.SETTLED, told, true)
        : new Settlement(
            Kind.SETTLED, quote.basis() == Basis.EXACT ? quote.expected() : quote.most(), false);
  }

  private static @Nullable Usd told(
      @Nullable Usd billed,
      @Nullable BillableUnits units,
      Quote quote,
      CostEstimator estimator,
      LocalDate today) {
    return billed != null || units == null
        ? billed
        : priced(() -> estimator.chargeUnits(quote.priceList(), quote.model(), units, today));
  }

  private static @Nullable Usd priced(Supplier<@Nullable Usd> bill) {
    try {
      return bill.get();
    } catch (QuoteException e) {
      return null;
    }
  }

  private static @Nullable Usd ofUsage(
      ProviderAnswer answer, Quote quote, CostEstimator estimator, LocalDate today) {
    Usage usage = answer.usage();
    Usage textModel = answer.textModelUsage();
    return usage == null
        ? null
        : estimator.charge(
            quote.priceList(),
            quote.model(),
            usage,
            textModel == null ? Usage.NONE : textModel,
            quote.spec().batch(),
            today);
  }

  Future<Ending> apply(BudgetLedger ledger, String holdId) {
    return switch (kind) {
      case SETTLED -> ledger.settle(holdId, charged);
      case RELEASED -> ledger.release(holdId);
      case SUSPENDED -> ledger.suspend(holdId);
    };
  }

  /** Ends a suspense, once a late answer has told how the call ended after all. */
  Future<Ending> applyLate(BudgetLedger ledger, String holdId) {
    return kind == Kind.SUSPENDED
        ? Future.succeededFuture(Ending.ALREADY_ENDED)
        : ledger.resolve(holdId, charged);
  }
}
