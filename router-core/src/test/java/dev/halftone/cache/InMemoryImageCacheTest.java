package dev.halftone.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Quality;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryImageCacheTest {
  private static final long MAX_BYTES = 80_000;
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryImageCache cache =
      InMemoryImageCache.create(MAX_BYTES, TIME_TO_LIVE, nanos::get);

  private static CacheKey key(String prompt) {
    return RequestDigest.of(ImageRequest.builder(prompt).build()).key("gpt-image-2", Quality.LOW);
  }

  private static List<GeneratedImage> images(int bytes) {
    return List.of(new GeneratedImage(Buffer.buffer(new byte[bytes]), OutputFormat.PNG, null));
  }

  @Test
  void get_stored_isAHit() {
    List<GeneratedImage> images = images(1_000);
    cache.put(key("fox"), images);
    assertThat(cache.get(key("fox")).result()).isEqualTo(images);
    assertThat(cache.get(key("owl")).result()).isNull();
    assertThat(cache.stats()).isEqualTo(new CacheStats(1, 1, 0, 0, 1, 1_512));
  }

  @Test
  void get_olderThanItsTimeToLive_isAMiss() {
    cache.put(key("fox"), images(1_000));
    nanos.addAndGet(TIME_TO_LIVE.toNanos() - 1_000);
    assertThat(cache.get(key("fox")).result()).isNotNull();
    nanos.addAndGet(1_000);
    assertThat(cache.get(key("fox")).result()).isNull();
    assertThat(cache.stats()).isEqualTo(new CacheStats(1, 1, 1, 0, 0, 0));
  }

  @Test
  void put_again_replacesAndStartsItsTimeAnew() {
    cache.put(key("fox"), images(1_000));
    nanos.addAndGet(TIME_TO_LIVE.toNanos() - 1_000);
    cache.put(key("fox"), images(2_000));
    nanos.addAndGet(TIME_TO_LIVE.toNanos() - 1_000);
    assertThat(cache.get(key("fox")).result()).isEqualTo(images(2_000));
    assertThat(cache.stats().bytes()).isEqualTo(2_512);
  }

  @Test
  void put_moreThanThereIsRoomFor_evictsByBytes() {
    for (int i = 0; i < 100; i++) {
      cache.put(key("fox " + i), images(5_000));
      assertThat(cache.stats().bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }
    CacheStats stats = cache.stats();
    assertThat(stats.entries()).isEqualTo(MAX_BYTES / 5_512);
    assertThat(stats.evictions()).isEqualTo(100 - stats.entries());
  }

  @Test
  void put_largerThanItsShare_isNotStoredAndReplacesNothingElse() {
    cache.put(key("owl"), images(1_000));
    cache.put(key("fox"), images(1_000));
    int most = (int) cache.maxEntryBytes() - InMemoryImageCache.ENTRY_OVERHEAD_BYTES;
    cache.put(key("fox"), images(most + 1));
    assertThat(cache.get(key("fox")).result()).isNull();
    assertThat(cache.get(key("owl")).result()).isNotNull();
    assertThat(cache.stats().tooLarge()).isEqualTo(1);
    cache.put(key("fox"), images(most));
    assertThat(cache.get(key("fox")).result()).isNotNull();
  }

  @Test
  void put_revisedPrompt_isWeighedToo() {
    Buffer bytes = Buffer.buffer(new byte[100]);
    cache.put(key("fox"), List.of(new GeneratedImage(bytes, OutputFormat.PNG, "x".repeat(50))));
    assertThat(cache.stats().bytes()).isEqualTo(512 + 100 + 100);
  }

  @Test
  void misuse_throwsAtOnce() {
    assertThatThrownBy(() -> cache.put(key("fox"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InMemoryImageCache.create(0, TIME_TO_LIVE, nanos::get))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InMemoryImageCache.create(1, Duration.ZERO, nanos::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
