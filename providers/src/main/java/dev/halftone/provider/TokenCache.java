package dev.halftone.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the token of a source and asks for the next one when somebody needs it, one question at a
 * time; nothing happens between calls.
 *
 * <p>A token that expires soon still serves while the next one is on its way. Thread-safe; futures
 * complete on the thread of the source, or on the caller's.
 */
final class TokenCache {
  /** How long before its end a token is replaced; Entra's live for an hour or more. */
  static final Duration REFRESH_BEFORE_EXPIRY = Duration.ofMinutes(5);

  /** A token with less left might expire on its way. */
  static final Duration LEAST_LEFT = Duration.ofSeconds(10);

  /** A source that says nothing for this long is asked anew by the next call. */
  static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final TokenSource source;
  private final InstantSource clock;
  private @Nullable AccessToken current;
  private @Nullable Promise<AccessToken> asked;

  TokenCache(TokenSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A token that can be sent now, or the failure of the source. */
  Future<AccessToken> token() {
    Promise<AccessToken> mine = null;
    Future<AccessToken> token;
    synchronized (this) {
      AccessToken known = current;
      Instant now = clock.instant();
      if (known != null && lasts(known, now, REFRESH_BEFORE_EXPIRY)) {
        return Future.succeededFuture(known);
      }
      Promise<AccessToken> next = asked;
      if (next == null) {
        mine = Promise.promise();
        next = mine;
        asked = mine;
      }
      token =
          known != null && lasts(known, now, LEAST_LEFT)
              ? Future.succeededFuture(known)
              : next.future();
    }
    if (mine != null) {
      ask(mine);
    }
    return token;
  }

  /** The provider does not accept this token: if it is still the current one, it is forgotten. */
  synchronized void refused(AccessToken token) {
    if (token.equals(current)) {
      current = null;
    }
  }

  private void ask(Promise<AccessToken> mine) {
    Future<AccessToken> answer;
    try {
      answer = Objects.requireNonNull(source.token());
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer
        .timeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .map(Objects::requireNonNull)
        .onComplete(
            got -> {
              synchronized (this) {
                asked = null;
                if (got.succeeded()) {
                  current = got.result();
                }
              }
              mine.handle(got);
            });
  }

  private static boolean lasts(AccessToken token, Instant now, Duration least) {
    return now.plus(least).isBefore(token.expiresAt());
  }
}
