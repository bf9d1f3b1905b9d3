package dev.halftone.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One price in the form in which quotes use it: rates in nano-dollars, days as numbers, and the
 * warnings written out beforehand, so that a quote allocates little more than itself.
 */
final class Tariff {
  static final long UNKNOWN = -1;

  private static final int STALE = 1;
  private static final int SHUTDOWN_NEAR = 2;
  private static final int IMAGE_INPUT = 4;
  private static final int TEXT_OUTPUT = 8;
  private static final int THINKING = 16;
  private static final int COMBINATIONS = 32;

  final ModelCard card;
  final String priceList;
  final LocalDate checkedOn;
  final long checkedDay;
  final String staleWarning;
  final @Nullable LocalDate shutdown;
  final long shutdownDay;
  final String shutdownWarning;

  final @Nullable ImagePrices perImage;
  final @Nullable String unknown;
  final @Nullable PriceRounding rounding;
  final @Nullable Usd billableUnit;
  final ThinkingRule thinking;
  final ThinkingCosts thinkingCosts;

  final long textInput;
  final long imageInput;
  final long imageOutput;
  final long textOutput;

  /** By the marks of a quote, added up. */
  private final List<List<String>> warnings;

  private final EnumMap<TokenKind, String> assumedWarnings = new EnumMap<>(TokenKind.class);

  private Tariff(
      ModelCard card, Price price, Rates rates, LocalDate checkedOn, Confidence confidence) {
    this.card = card;
    this.priceList = price.priceList();
    this.checkedOn = checkedOn;
    checkedDay = checkedOn.toEpochDay();
    staleWarning =
        "the price of %s on %s was last checked on %s".formatted(card.id(), priceList, checkedOn);
    shutdown = price.shutdown() != null ? price.shutdown() : card.shutdown();
    shutdownDay = shutdown == null ? Long.MAX_VALUE : shutdown.toEpochDay();
    shutdownWarning =
        "%s shuts down on %s%s"
            .formatted(
                card.id(),
                shutdown,
                card.successor() == null ? "" : "; its successor is " + card.successor());
    perImage = price.perImage();
    unknown = price.unknown();
    rounding = price.rounding();
    billableUnit = price.billableUnit();
    thinking = price.thinking();
    thinkingCosts = new ThinkingCosts(card, price);
    textInput = nanos(rates.textInput());
    imageInput = nanos(rates.imageInput());
    imageOutput = nanos(rates.imageOutput());
    textOutput = nanos(rates.textOutput());
    for (TokenKind kind : price.assumed()) {
      assumedWarnings.put(
          kind,
          "%s does not publish the rate of %s for %s; another list's rate is assumed"
              .formatted(priceList, kind, card.id()));
    }
    List<List<String>> combinations = new ArrayList<>();
    for (int bits = 0; bits < COMBINATIONS; bits++) {
      combinations.add(combine(bits, confidence));
    }
    warnings = List.copyOf(combinations);
  }

  static Tariff standard(ModelCard card, Price price) {
    return new Tariff(card, price, price.rates(), price.checkedOn(), price.confidence());
  }

  static @Nullable Tariff batch(ModelCard card, Price price) {
    BatchPrice batch = price.batch();
    return batch == null
        ? null
        : new Tariff(card, price, batch.rates(), batch.checkedOn(), batch.confidence());
  }

  private static long nanos(@Nullable Usd rate) {
    return rate == null ? UNKNOWN : rate.nanos();
  }

  private List<String> combine(int bits, Confidence confidence) {
    List<String> found = new ArrayList<>();
    add(found, (bits & SHUTDOWN_NEAR) != 0 ? shutdownWarning : null);
    add(found, (bits & STALE) != 0 ? staleWarning : null);
    if (confidence != Confidence.HIGH) {
      found.add(
          "the price of %s on %s is of %s confidence".formatted(card.id(), priceList, confidence));
    }
    add(found, card.warning());
    add(found, assumed(TokenKind.TEXT_INPUT));
    add(found, (bits & IMAGE_INPUT) != 0 ? assumed(TokenKind.IMAGE_INPUT) : null);
    add(found, assumed(TokenKind.IMAGE_OUTPUT));
    add(found, (bits & TEXT_OUTPUT) != 0 ? assumed(TokenKind.TEXT_OUTPUT) : null);
    add(found, (bits & THINKING) != 0 ? thinkingCosts.warning() : null);
    return List.copyOf(found);
  }

  private static void add(List<String> warnings, @Nullable String warning) {
    if (warning != null) {
      warnings.add(warning);
    }
  }

  /** Says everything there is to say about a quote with these marks; allocates nothing. */
  List<String> warnings(
      boolean stale,
      boolean shutdownNear,
      boolean hasImageInput,
      boolean hasTextOutput,
      boolean hasThinking) {
    return warnings.get(
        (stale ? STALE : 0)
            | (shutdownNear ? SHUTDOWN_NEAR : 0)
            | (hasImageInput ? IMAGE_INPUT : 0)
            | (hasTextOutput ? TEXT_OUTPUT : 0)
            | (hasThinking ? THINKING : 0));
  }

  boolean isShutDown(long day) {
    return day >= shutdownDay;
  }

  /** The warning for using the rate of that kind, if the rate is assumed. */
  @Nullable String assumed(TokenKind kind) {
    return assumedWarnings.get(kind);
  }

  /** The rate in nano-dollars a token, or an error that says it is not known. */
  long rate(TokenKind kind) {
    long rate =
        switch (kind) {
          case TEXT_INPUT -> textInput;
          case IMAGE_INPUT -> imageInput;
          case IMAGE_OUTPUT -> imageOutput;
          case TEXT_OUTPUT -> textOutput;
        };
    if (rate == UNKNOWN) {
      throw new QuoteException(
          QuoteException.Reason.UNKNOWN_PRICE,
          "the rate of %s for %s on %s is not known, and none is guessed; an overlay can name it"
              .formatted(kind, card, priceList));
    }
    return rate;
  }
}
