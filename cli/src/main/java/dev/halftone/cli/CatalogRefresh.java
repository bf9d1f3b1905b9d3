package dev.halftone.cli;

import dev.halftone.cli.FeedSource.Ask;
import dev.halftone.cost.CatalogDiff;
import dev.halftone.cost.CatalogDifference;
import dev.halftone.cost.CatalogException;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.PriceFeed;
import dev.halftone.provider.ProviderLists;
import dev.halftone.provider.ProviderLists.ListException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what configured providers list of themselves and compares it with the catalogue. Changes
 * nothing. Asks only for lists and prices, never for an image, so it cannot cost money.
 */
final class CatalogRefresh {
  /** The most that one list may hold. */
  static final int MAX_LIST_BYTES = 8 << 20;

  /** The most requests to one provider; fal takes no more than 50 names in one either. */
  static final int MOST_ASKED = 50;

  /** The longest that one answer may take, where the provider's own timeout is not shorter. */
  private static final Duration MOST_WAITING = Duration.ofSeconds(20);

  private CatalogRefresh() {}

  /**
   * What came of one provider.
   *
   * @param differences what differs; empty if nothing or if it could not be read
   * @param failure why its list could not be read, or null
   */
  record Read(
      ProviderSettings provider, List<CatalogDifference> differences, @Nullable String failure) {
    Read {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Reads the lists of the providers, each of which must have a {@link FeedSource}.
   *
   * @throws CommandException if the address of one is wrong
   */
  static List<Read> of(List<ProviderSettings> providers, PriceCatalog catalog, LocalDate today)
      throws Exception {
    Vertx vertx = Waiting.vertx();
    try {
      ProviderLists lists = ProviderLists.create(vertx, MAX_LIST_BYTES);
      List<Future<Read>> reads = new ArrayList<>();
      for (ProviderSettings provider : providers) {
        reads.add(read(lists, provider, catalog, today));
      }
      Waiting.await(Future.join(reads));
      return reads.stream().map(Future::result).toList();
    } finally {
      Waiting.await(vertx.close());
    }
  }

  private static Future<Read> read(
      ProviderLists lists, ProviderSettings provider, PriceCatalog catalog, LocalDate today) {
    FeedSource source = Objects.requireNonNull(FeedSource.of(provider.type()));
    List<Ask> asks = source.asks(catalog, today);
    int names = asks.stream().mapToInt(ask -> ask.names().size()).max().orElse(0);
    if (asks.isEmpty() || Math.max(asks.size(), names) > MOST_ASKED) {
      String why = asks.isEmpty() ? "no model to ask about" : "more than %d prices to ask for";
      return Future.succeededFuture(
          new Read(provider, List.of(), "the catalogue has " + why.formatted(MOST_ASKED)));
    }
    Future<Read> read = Future.succeededFuture(new Read(provider, List.of(), null));
    for (Ask ask : asks) {
      // One after the other, and none after a failure.
      read =
          read.compose(
              before ->
                  before.failure() != null
                      ? Future.succeededFuture(before)
                      : ask(lists, source, ask, provider)
                          .map(feed -> compare(before, feed, catalog, today))
                          .recover(cause -> Future.succeededFuture(failed(provider, cause))));
    }
    return read;
  }

  private static Future<PriceFeed> ask(
      ProviderLists lists, FeedSource source, Ask ask, ProviderSettings provider) {
    Duration own = provider.timeout();
    Duration timeout = own == null || own.compareTo(MOST_WAITING) > 0 ? MOST_WAITING : own;
    try {
      return lists
          .ask(source.address(provider.baseUrl()), ask.question(), provider.key(), timeout)
          .map(body -> checked(ask, ask.reader().apply(body)));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("providers.%s: %s".formatted(provider.name(), e.getMessage()));
    }
  }

  /** Silence about a price that was asked for is not agreement. */
  private static PriceFeed checked(Ask ask, PriceFeed feed) {
    for (String name : ask.names()) {
      if (feed.facts().stream().noneMatch(fact -> fact.model().equals(name))) {
        throw new UnansweredException(feed.source() + ": no price of " + name);
      }
    }
    return feed;
  }

  private static Read compare(Read before, PriceFeed feed, PriceCatalog catalog, LocalDate today) {
    ProviderSettings provider = before.provider();
    List<CatalogDifference> differences = new ArrayList<>(before.differences());
    differences.addAll(CatalogDiff.of(catalog, provider.priceList(), feed, today));
    return new Read(provider, differences.stream().distinct().toList(), null);
  }

  private static Read failed(ProviderSettings provider, Throwable cause) {
    boolean known =
        cause instanceof ListException
            || cause instanceof CatalogException
            || cause instanceof UnansweredException;
    String why = known ? String.valueOf(cause.getMessage()) : cause.getClass().getSimpleName();
    return new Read(provider, List.of(), why);
  }

  /** An answer without what was asked for. */
  private static final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
      super(message, null, false, false);
    }
  }
}
