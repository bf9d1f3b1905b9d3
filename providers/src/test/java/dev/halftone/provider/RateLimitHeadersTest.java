package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After: 7 | | PT7S",
        "retry-after: 1.5 | | PT1.5S",
        "retry-after-ms: 467; Retry-After: 9 | | PT0.467S",
        "Retry-After: Fri, 20 Nov 2026 12:00:30 GMT | | PT30S",
        "Retry-After: Fri, 20 Nov 2026 11:00:00 GMT | | PT0S",
        "Retry-After: soon | try again in 12s | PT12S",
        "Retry-After: -5 | | ",
        "Retry-After: 99999999999999 | | ",
        "x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 6m0s | | PT6M",
        "x-ratelimit-remaining-images: 0; x-ratelimit-reset-images: 467ms | | PT0.467S",
        "x-ratelimit-remaining-requests: 7; x-ratelimit-reset-requests: 6m0s | | ",
        "x: y | Rate limit reached. Please try again in 6m0.5s. | PT6M0.5S",
        "x: y | Try again in 2 seconds | PT2S",
        "x: y | Please retry after 16 seconds. | PT16S",
        "x: y | retry after 86400 seconds | PT24H",
        "x: y | try again in 467ms | PT0.467S",
        "x: y | try again in 1h2m | PT1H2M",
        "x: y | try again in 250 milliseconds | PT0.25S",
        "x: y | try again in ...s | ",
        "x: y | try again later | ",
      })
  void wait_inAnyForm_isRead(String headers, @Nullable String text, @Nullable Duration wait) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers.split("; ", -1)) {
      map.add(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    assertThat(RateLimitHeaders.comeBackIn(map, text == null ? "" : text, NOW)).isEqualTo(wait);
  }
}
