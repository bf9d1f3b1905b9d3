package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dated price of one model on one price list. Immutable.
 *
 * @param priceList whose list, such as {@code openai}
 * @param model id of the model card
 * @param from the first day the price is known to hold
 * @param to the first day it no longer holds, if it ended
 * @param checkedOn the day it was last compared with its source
 * @param source where it comes from
 * @param confidence how far it is to be believed
 * @param rates US dollars per token, without batch
 * @param assumed the kinds whose rate this provider does not publish; taken from elsewhere as a
 *     declared bound, so that a quote using one is no longer exact
 * @param batch the batch lane's rates, where it has one
 * @param shutdown the day the model goes away on this list, where it differs from the model card
 */
public record Price(
    String priceList,
    String model,
    LocalDate from,
    @Nullable LocalDate to,
    LocalDate checkedOn,
    String source,
    Confidence confidence,
    Rates rates,
    List<TokenKind> assumed,
    @Nullable BatchPrice batch,
    @Nullable LocalDate shutdown) {

  public Price {
    assumed = List.copyOf(assumed);
  }

  /** Whether this is the price on that day. */
  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(from) && (to == null || day.isBefore(to));
  }
}
