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

  final ModelCard card;
  final String priceList;
  final LocalDate checkedOn;
  final long checkedDay;
  final String staleWarning;
  final @Nullable LocalDate shutdown;
  final long shutdownDay;
  final String shutdownWarning;

  /** Those that hold for every quote. */
  final List<String> warnings;

  final long textInput;
  final long imageInput;
  final long imageOutput;
  final long textOutput;

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
    warnings = fixedWarnings(confidence);
    for (TokenKind kind : price.assumed()) {
      assumedWarnings.put(
          kind,
          "%s does not publish the rate of %s for %s; another list's rate is assumed"
              .formatted(priceList, kind, card.id()));
    }
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

  private List<String> fixedWarnings(Confidence confidence) {
    List<String> found = new ArrayList<>();
    if (confidence != Confidence.HIGH) {
      found.add(
          "the price of %s on %s is of %s confidence".formatted(card.id(), priceList, confidence));
    }
    String cardWarning = card.warning();
    if (cardWarning != null) {
      found.add(cardWarning);
    }
    return List.copyOf(found);
  }

  boolean isShutDown(long day) {
    return day >= shutdownDay;
  }

  /** The warning for using the rate of that kind, if the rate is assumed. */
  @Nullable String assumed(TokenKind kind) {
    return assumedWarnings.get(kind);
  }
}
