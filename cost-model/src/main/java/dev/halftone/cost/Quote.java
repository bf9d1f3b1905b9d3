package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request would cost on one model of one price list: never below {@code least}, never
 * above {@code most} as long as the provider keeps to what it declared. Immutable; made without
 * I/O.
 *
 * @param priceList whose prices were used, such as {@code openai}
 * @param model the model quoted
 * @param spec what was asked for, with the quality as quoted
 * @param usage the tokens expected
 * @param least the smallest bill to expect
 * @param expected the likeliest bill
 * @param most the largest bill; this is what a budget must hold
 * @param basis what the numbers rest on
 * @param priceAsOf the day the price was last checked against its source
 * @param shutdown the day the model goes away, if one is announced
 * @param dropped parameters of the spec that this route cannot honour
 * @param warnings what a person should know: a stale price, a near shutdown, an unconfirmed rate
 */
public record Quote(
    String priceList,
    String model,
    ImageSpec spec,
    Usage usage,
    Usd least,
    Usd expected,
    Usd most,
    Basis basis,
    LocalDate priceAsOf,
    @Nullable LocalDate shutdown,
    List<String> dropped,
    List<String> warnings) {

  public Quote {
    if (least.isNegative() || least.isMoreThan(expected) || expected.isMoreThan(most)) {
      throw new IllegalArgumentException(
          "quote must rise from least to most: %s, %s, %s".formatted(least, expected, most));
    }
    dropped = List.copyOf(dropped);
    warnings = List.copyOf(warnings);
  }
}
