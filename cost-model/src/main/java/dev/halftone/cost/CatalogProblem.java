package dev.halftone.cost;

import java.time.LocalDate;

/**
 * Something in the catalogue that a person should look at on a given day.
 *
 * @param kind what is the matter
 * @param priceList the price list concerned
 * @param model the model concerned
 * @param date the day the price was checked, or the day the model goes
 * @param message one sentence that says all of this
 */
public record CatalogProblem(
    Kind kind, String priceList, String model, LocalDate date, String message) {
  /** What can be the matter with a price that is still in use. */
  public enum Kind {
    /** The price was not compared with its source for longer than the limit. */
    STALE_PRICE,
    /** The model goes away within the limit. */
    SHUTS_DOWN_SOON
  }
}
