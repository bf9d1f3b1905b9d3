package dev.halftone.cli;

import dev.halftone.cost.CatalogDiff;
import dev.halftone.cost.CatalogDifference;
import dev.halftone.cost.CatalogException;
import dev.halftone.cost.PriceCatalog;
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
 * nothing. Does I/O by GET alone, so it cannot cost money.
 */
final class CatalogRefresh {
  /** The most that one list may hold. */
  static final int MAX_LIST_BYTES = 8 << 20;

  /** The longest that one list may take, where the provider's own timeout is not shorter. */
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
    String address = provider.baseUrl() == null ? source.address() : provider.baseUrl();
    Duration own = provider.timeout();
    Duration timeout = own == null || own.compareTo(MOST_WAITING) > 0 ? MOST_WAITING : own;
    try {
      return lists
          .get(address, source.path(), provider.key(), timeout)
          .map(body -> compare(source, body, provider, catalog, today))
          .recover(cause -> Future.succeededFuture(failed(provider, cause)));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("providers.%s: %s".formatted(provider.name(), e.getMessage()));
    }
  }

  private static Read compare(
      FeedSource source,
      String body,
      ProviderSettings provider,
      PriceCatalog catalog,
      LocalDate today) {
    String list = provider.type().priceList();
    return new Read(
        provider, CatalogDiff.of(catalog, list, source.reader().apply(body), today), null);
  }

  private static Read failed(ProviderSettings provider, Throwable cause) {
    boolean known = cause instanceof ListException || cause instanceof CatalogException;
    String why = known ? String.valueOf(cause.getMessage()) : cause.getClass().getSimpleName();
    return new Read(provider, List.of(), why);
  }
}
