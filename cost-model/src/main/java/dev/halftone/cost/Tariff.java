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
  private static final int COMBINATIONS = 16;

  final ModelCard card;
  final String priceList;
  final LocalDate checkedOn;
  final long checkedDay;
  final String staleWarning;
  final @Nullable LocalDate shutdown;
  final long shutdownDay;
  final String shutdownWarning;

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
    textInput = rates.textInput().nanos();
    imageInput = nanos(rates.imageInput());
    imageOutput = rates.imageOutput().nanos();
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
    return List.copyOf(found);
  }

  private static void add(List<String> warnings, @Nullable String warning) {
    if (warning != null) {
      warnings.add(warning);
    }
  }

  /** Says everything there is to say about a quote with these marks; allocates nothing. */
  List<String> warnings(
      boolean stale, boolean shutdownNear, boolean hasImageInput, boolean hasTextOutput) {
    return warnings.get(
        (stale ? STALE : 0)
            | (shutdownNear ? SHUTDOWN_NEAR : 0)
            | (hasImageInput ? IMAGE_INPUT : 0)
            | (hasTextOutput ? TEXT_OUTPUT : 0));
  }

  boolean isShutDown(long day) {
    return day >= shutdownDay;
  }

  /** The warning for using the rate of that kind, if the rate is assumed. */
  @Nullable String assumed(TokenKind kind) {
    return assumedWarnings.get(kind);
  }
}
