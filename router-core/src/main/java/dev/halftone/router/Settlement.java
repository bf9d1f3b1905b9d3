package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.cost.Basis;
import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import java.time.LocalDate;

/** How a hold is to end, decided from what came of the call. */
record Settlement(Kind kind, Usd charged) {
  enum Kind {
    SETTLED,
    RELEASED,
    SUSPENDED
  }

  /**
   * For an answer: the provider's own bill if it gives one, in money or in units, else its usage at
   * our prices, else the quote, at its most where that is not exact.
   */
  static Settlement of(
      ProviderAnswer answer, Quote quote, CostEstimator estimator, LocalDate today) {
    Usd billed = answer.billed();
    Usage usage = answer.usage();
    if (billed != null) {
      return new Settlement(Kind.SETTLED, billed);
    }
    BillableUnits units = answer.billedUnits();
    if (units != null) {
      return new Settlement(
          Kind.SETTLED, estimator.chargeUnits(quote.priceList(), quote.model(), units, today));
    }
    if (usage != null) {
      Usage textModel = answer.textModelUsage();
      return new Settlement(
          Kind.SETTLED,
          estimator.charge(
              quote.priceList(),
              quote.model(),
              usage,
              textModel == null ? Usage.NONE : textModel,
              quote.spec().batch(),
              today));
    }
    return new Settlement(
        Kind.SETTLED, quote.basis() == Basis.EXACT ? quote.expected() : quote.most());
  }

  /** For a failure: released, settled at the hold, or kept in suspense. */
  static Settlement of(ProviderFailure failure, Quote quote) {
    return switch (failure.billed()) {
      case NO -> new Settlement(Kind.RELEASED, Usd.ZERO);
      case YES -> new Settlement(Kind.SETTLED, quote.most());
      case UNKNOWN -> new Settlement(Kind.SUSPENDED, Usd.ZERO);
    };
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
