package dev.halftone.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.halftone.image.GeneratedImage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Images in the memory of this process, weighed in bytes.
 *
 * <p>What is used often stays, as Caffeine decides; what is older than its time to live goes. An
 * entry above {@link #maxEntryBytes} is not stored, so that one request cannot empty the cache.
 *
 * <p>Thread-safe, without I/O or threads of its own; every future is complete when it is returned.
 * Stored images are shared, not copied.
 */
public final class InMemoryImageCache implements ImageCache {
  /** An entry may take at most one part in so many of the whole cache. */
  public static final int MAX_ENTRY_SHARE = 8;

  /** Counted for each entry on top of its images: key, list and Caffeine's own node, in bytes. */
  static final int ENTRY_OVERHEAD_BYTES = 512;

  private final Cache<CacheKey, List<GeneratedImage>> images;
  private final Policy.Eviction<CacheKey, List<GeneratedImage>> eviction;
  private final long maxEntryBytes;
  private final LongAdder tooLarge = new LongAdder();

  private InMemoryImageCache(long maxBytes, Duration timeToLive, LongSupplier nanoTicker) {
    this.maxEntryBytes = Math.min(maxBytes / MAX_ENTRY_SHARE, Integer.MAX_VALUE);
    this.images =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, List<GeneratedImage> value) -> (int) weigh(value))
            .expireAfterWrite(timeToLive)
            .ticker(nanoTicker::getAsLong)
            // Upkeep is short; done by the caller it needs no pool and has no delay.
            .executor(Runnable::run)
            .recordStats()
            .build();
    this.eviction = images.policy().eviction().orElseThrow();
  }

  /**
   * Makes an empty cache.
   *
   * @param maxBytes about how much memory it may take; at least 1
   * @param timeToLive how long after it was stored an image may be used; positive
   * @param nanoTicker a clock in nanoseconds that never goes back, such as {@code System::nanoTime}
   * @throws IllegalArgumentException if size or time to live is out of range
   */
  public static InMemoryImageCache create(
      long maxBytes, Duration timeToLive, LongSupplier nanoTicker) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "size of the image cache is %d bytes; it must be at least 1".formatted(maxBytes));
    }
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException(
          "time to live of the image cache is %s; it must be positive".formatted(timeToLive));
    }
    return new InMemoryImageCache(maxBytes, timeToLive, nanoTicker);
  }

  @Override
  public Future<@Nullable List<GeneratedImage>> get(CacheKey key) {
    return Future.succeededFuture(images.getIfPresent(key));
  }

  @Override
  public Future<Void> put(CacheKey key, List<GeneratedImage> made) {
    if (made.isEmpty()) {
      throw new IllegalArgumentException("no images to store; at least one is needed");
    }
    List<GeneratedImage> value = List.copyOf(made);
    if (weigh(value) > maxEntryBytes) {
      tooLarge.increment();
      // What was there is replaced by what cannot be stored.
      images.invalidate(key);
    } else {
      images.put(key, value);
    }
    return Future.succeededFuture();
  }

  /** The most bytes one entry may take: the {@value #MAX_ENTRY_SHARE}th part of the cache. */
  public long maxEntryBytes() {
    return maxEntryBytes;
  }

  @Override
  public CacheStats stats() {
    images.cleanUp();
    var recorded = images.stats();
    return new CacheStats(
        recorded.hitCount(),
        recorded.missCount(),
        recorded.evictionCount(),
        tooLarge.sum(),
        images.estimatedSize(),
        eviction.weightedSize().orElse(0));
  }

  private static long weigh(List<GeneratedImage> images) {
    long bytes = ENTRY_OVERHEAD_BYTES;
    for (GeneratedImage image : images) {
      String revised = image.revisedPrompt();
      bytes += image.bytes().length() + (revised == null ? 0 : 2L * revised.length());
    }
    return bytes;
  }
}
