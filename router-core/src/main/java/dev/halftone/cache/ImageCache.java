package dev.halftone.cache;

import dev.halftone.image.GeneratedImage;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps images made before, so that an equal request costs nothing.
 *
 * <p>Thread-safe and never blocking. A cache may forget anything at any time. A failed future means
 * that the cache is out of order, not that the request is: the router goes on as after a miss.
 */
public interface ImageCache {
  /** The images stored under this key, or null; shared, so their bytes must not be written to. */
  Future<@Nullable List<GeneratedImage>> get(CacheKey key);

  /**
   * Stores the images of one request in place of what was there, or does not, if they are too
   * large.
   *
   * @param images at least one
   * @throws IllegalArgumentException at once if there are no images
   */
  Future<Void> put(CacheKey key, List<GeneratedImage> images);

  /** What it did so far; cheap, without I/O. */
  CacheStats stats();
}
