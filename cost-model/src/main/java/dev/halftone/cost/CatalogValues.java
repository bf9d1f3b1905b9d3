package dev.halftone.cost;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the small values of the catalogue, each with an error that says how to write it. */
final class CatalogValues {
  private static final long TOKENS_PER_PRICE = 1_000_000;

  /** A million dollars a million tokens: far above any price, and safe to multiply. */
  private static final long MAX_NANOS_PER_TOKEN = 1_000_000_000;

  private CatalogValues() {}

  static LocalDate date(LocatedJson json) {
    try {
      return LocalDate.parse(json.text());
    } catch (DateTimeParseException e) {
      throw json.wrong("'%s' is not a date such as 2026-11-20".formatted(json.text()));
    }
  }

  static @Nullable LocalDate dateOrNull(LocatedJson owner, String name) {
    LocatedJson member = owner.find(name);
    return member == null ? null : date(member);
  }

  static @Nullable String textOrNull(LocatedJson owner, String name) {
    LocatedJson member = owner.find(name);
    return member == null ? null : member.text();
  }

  static Confidence confidence(LocatedJson json) {
    return switch (json.text()) {
      case "high" -> Confidence.HIGH;
      case "medium" -> Confidence.MEDIUM;
      case "low" -> Confidence.LOW;
      default -> throw json.wrong("'%s' is not high, medium or low".formatted(json.text()));
    };
  }

  static TokenKind tokenKind(LocatedJson json) {
    for (TokenKind kind : TokenKind.values()) {
      if (kind.toString().equals(json.text())) {
        return kind;
      }
    }
    throw json.wrong(
        "'%s' is not text_input, image_input, image_output or text_output".formatted(json.text()));
  }

  static ImageSize size(LocatedJson json) {
    return size(json, json.text());
  }

  static ImageSize size(LocatedJson place, String text) {
    try {
      ImageSize size = ImageSize.parse(text);
      if (!size.isAuto()) {
        return size;
      }
    } catch (IllegalArgumentException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
    throw place.wrong("auto is always allowed and not listed");
  }

  /**
   * A quality by its own name only: {@code standard} and {@code hd} are no names of a catalogue.
   */
  static Quality quality(LocatedJson place, String text) {
    for (Quality quality : Quality.values()) {
      if (quality != Quality.AUTO && quality.name().toLowerCase(Locale.ROOT).equals(text)) {
        return quality;
      }
    }
    throw place.wrong("'%s' is not low, medium, high, xhigh or max".formatted(text));
  }

  /** A price in dollars per million tokens, as dollars per token. */
  static Usd perToken(LocatedJson json) {
    String text = json.text();
    Usd perMillion;
    try {
      perMillion = Usd.parse(text);
    } catch (IllegalArgumentException e) {
      throw json.wrong(e.getMessage() + " per million tokens");
    }
    if (perMillion.nanos() <= 0) {
      throw json.wrong("'%s' must be above zero; leave out a price not known".formatted(text));
    }
    if (perMillion.nanos() % TOKENS_PER_PRICE != 0) {
      throw json.wrong(
          "'%s' per million tokens is not a whole number of nano-dollars a token; at most three"
                  .formatted(text)
              + " decimals can be held");
    }
    if (perMillion.nanos() / TOKENS_PER_PRICE > MAX_NANOS_PER_TOKEN) {
      throw json.wrong("'%s' is above a million dollars per million tokens".formatted(text));
    }
    return Usd.ofNanos(perMillion.nanos() / TOKENS_PER_PRICE);
  }
}
