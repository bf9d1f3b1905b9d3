package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dated price of one model on one price list: by the token, by the image, or known not to be
 * known. Immutable.
 *
 * @param priceList whose list, such as {@code openai}
 * @param model id of the model card
 * @param names what the provider calls the model, where that differs
 * @param from the first day the price is known to hold
 * @param to the first day it no longer holds, if it ended
 * @param checkedOn the day it was last compared with its source
 * @param source where it comes from
 * @param confidence how far it is to be believed
 * @param rates US dollars per token, without batch; {@link Rates#NONE} if it is not by the token
 * @param perImage US dollars per image, if it is by the image
 * @param unknown if neither is known, why, and how to make it known
 * @param rounding how the provider rounds a bill, if it does
 * @param billableUnit US dollars of one unit in which the provider reports what it billed
 * @param assumed the kinds whose rate this provider does not publish; taken from elsewhere as a
 *     declared bound, so that a quote using one is no longer exact
 * @param batch the batch lane's rates, where it has one
 * @param thinking how the route serves thinking
 * @param shutdown the day the model goes away on this list, where it differs from the model card
 */
public record Price(
    String priceList,
    String model,
    @Nullable RouteNames names,
    LocalDate from,
    @Nullable LocalDate to,
    LocalDate checkedOn,
    String source,
    Confidence confidence,
    Rates rates,
    @Nullable ImagePrices perImage,
    @Nullable String unknown,
    @Nullable PriceRounding rounding,
    @Nullable Usd billableUnit,
    List<TokenKind> assumed,
    @Nullable BatchPrice batch,
    ThinkingRule thinking,
    @Nullable LocalDate shutdown) {

  public Price {
    assumed = List.copyOf(assumed);
  }

  /** Whether this is the price on that day. */
  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(from) && (to == null || day.isBefore(to));
  }
}
