package dev.halftone.cost;

import java.time.LocalDate;

/**
 * Predicts what a request will cost before it is sent, and prices what was observed afterwards.
 *
 * <p>Thread-safe and free of I/O; the day is passed in, because prices and models are dated.
 */
public interface CostEstimator {
  /**
   * Quotes a spec on one model of one price list.
   *
   * @throws QuoteException if the model, its price, or the spec on that model cannot be priced
   */
  Quote quote(String priceList, String model, ImageSpec spec, LocalDate on);

  /**
   * What the observed usage costs at that day's rates.
   *
   * @throws QuoteException if the price is not known
   */
  Usd charge(String priceList, String model, Usage usage, boolean batch, LocalDate on);
}
