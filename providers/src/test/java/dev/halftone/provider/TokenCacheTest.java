package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
  private final List<Promise<AccessToken>> asked = new ArrayList<>();
  private final TokenCache cache =
      new TokenCache(
          () -> {
            asked.add(Promise.promise());
            return asked.get(asked.size() - 1).future();
          },
          () -> now);

  @Test
  void token_whileItLasts_isAskedForOnce() {
    Future<AccessToken> first = cache.token();
    Future<AccessToken> second = cache.token();
    AccessToken token = give(0, HOUR);

    assertThat(first.result()).isSameAs(token);
    assertThat(second.result()).isSameAs(token);
    pass(HOUR.minus(TokenCache.REFRESH_BEFORE_EXPIRY).minusSeconds(1));
    assertThat(cache.token().result()).isSameAs(token);
    assertThat(asked).hasSize(1);
  }

  @Test
  void token_soonToExpire_servesWhileTheNextIsOnItsWay() {
    cache.token();
    AccessToken old = give(0, HOUR);
    pass(HOUR.minus(TokenCache.REFRESH_BEFORE_EXPIRY));

    assertThat(cache.token().result()).isSameAs(old);
    assertThat(cache.token().result()).isSameAs(old);
    assertThat(asked).hasSize(2);
    AccessToken next = give(1, HOUR);
    assertThat(cache.token().result()).isSameAs(next);
    assertThat(asked).hasSize(2);
  }

  @Test
  void token_withNothingLeft_isWaitedFor() {
    cache.token();
    give(0, HOUR);
    pass(HOUR.minus(TokenCache.LEAST_LEFT));

    Future<AccessToken> next = cache.token();
    assertThat(next.isComplete()).isFalse();
    assertThat(next.result()).isNull();
    assertThat(give(1, HOUR)).isSameAs(next.result());
  }

  @Test
  void refresh_failing_leavesTheOldTokenAndIsTriedAgain() {
    cache.token();
    AccessToken old = give(0, HOUR);
    pass(HOUR.minusMinutes(2));

    assertThat(cache.token().result()).isSameAs(old);
    asked.get(1).fail("no");
    assertThat(cache.token().result()).isSameAs(old);
    assertThat(asked).hasSize(3);
    asked.get(2).fail("no");
    pass(Duration.ofMinutes(3));
    Future<AccessToken> next = cache.token();
    asked.get(3).fail("no");
    assertThat(next.failed()).isTrue();
  }

  @Test
  void source_throwingOrGivingNothing_fails() {
    TokenCache throwing =
        new TokenCache(
            () -> {
              throw new IllegalStateException("no identity here");
            },
            () -> now);
    assertThat(throwing.token().cause()).isInstanceOf(IllegalStateException.class);
    assertThat(throwing.token().cause()).isInstanceOf(IllegalStateException.class);
    TokenCache empty = new TokenCache(() -> Future.succeededFuture(), () -> now);
    assertThat(empty.token().cause()).isInstanceOf(NullPointerException.class);
  }

  @Test
  void refused_theCurrentOne_isForgottenOnce() {
    cache.token();
    AccessToken first = give(0, HOUR);
    cache.refused(first);
    Future<AccessToken> next = cache.token();
    AccessToken second = give(1, HOUR);
    assertThat(next.result()).isSameAs(second);

    cache.refused(first);
    assertThat(cache.token().result()).isSameAs(second);
    assertThat(asked).hasSize(2);
  }

  @Test
  void token_askedByManyThreads_isAskedForOnceATime() throws Exception {
    int threads = 16;
    int rounds = 500;
    AtomicInteger asking = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger tokens = new AtomicInteger();
    TokenCache raced =
        new TokenCache(
            () -> {
              most.accumulateAndGet(asking.incrementAndGet(), Math::max);
              AccessToken token =
                  new AccessToken(Secret.of("t" + tokens.incrementAndGet()), now.plus(HOUR));
              asking.decrementAndGet();
              return Future.succeededFuture(token);
            },
            () -> now);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < rounds; round++) {
        CountDownLatch start = new CountDownLatch(1);
        List<java.util.concurrent.Future<AccessToken>> got = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          got.add(
              pool.submit(
                  () -> {
                    start.await();
                    AccessToken token =
                        raced.token().toCompletionStage().toCompletableFuture().get();
                    // Every call is refused, but a late one must not forget a newer token.
                    raced.refused(token);
                    return token;
                  }));
        }
        start.countDown();
        for (java.util.concurrent.Future<AccessToken> one : got) {
          assertThat(one.get(5, TimeUnit.SECONDS)).isNotNull();
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValue(1);
    assertThat(tokens.get()).isBetween(rounds, rounds * threads);
  }

  private AccessToken give(int question, Duration life) {
    AccessToken token = new AccessToken(Secret.of("t" + question), now.plus(life));
    asked.get(question).complete(token);
    return token;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
