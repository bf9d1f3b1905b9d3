package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;

/**
 * Sends requests, each exactly once, and tells apart how one can go wrong on the way.
 *
 * <p>Redirects are not followed, because the key must not travel. Speaks HTTP/1.1 only, which
 * {@link RequestStream} relies on. Thread-safe; answers arrive on the caller's context.
 */
final class HttpCalls {
  /** Shorter than servers keep idle connections, so that we close before they do. */
  static final int KEEP_ALIVE_SECONDS = 15;

  /** Of one attempt to connect; a call gives up earlier if its own timeout is shorter. */
  static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  /** Calls that may wait for a connection, for each one that may be in flight. */
  static final int QUEUED_PER_CONNECTION = 4;

  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MOST_TIMEOUT = Duration.ofDays(1);

  private final String provider;
  private final Vertx vertx;
  private final WebClient client;

  HttpCalls(Vertx vertx, String provider, int maxInFlight) {
    this.provider = provider;
    this.vertx = vertx;
    WebClientOptions options =
        new WebClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setFollowRedirects(false)
            .setDecompressionSupported(false)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setUserAgent("halftone");
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(maxInFlight)
            .setMaxWaitQueueSize(
                (int) Math.min(Integer.MAX_VALUE, (long) maxInFlight * QUEUED_PER_CONNECTION));
    client = WebClient.create(vertx, options, pool);
  }

  /**
   * Sends one request and waits for the whole answer, whatever its status.
   *
   * @param timeout for everything, connecting included; taken as 1 ms to 1 day
   * @param reader takes the body of the answer, whatever its status
   * @return the answer, or a future failed with {@link ProviderFailure}
   */
  <T> Future<HttpAnswer<T>> send(HttpCall call, AnswerReader<T> reader, Duration timeout) {
    Promise<HttpAnswer<T>> answer = Promise.promise();
    HttpExchange<T> exchange = new HttpExchange<>(vertx, provider, call, reader, answer);
    Duration least = timeout.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : timeout;
    long millis = (least.compareTo(MOST_TIMEOUT) > 0 ? MOST_TIMEOUT : least).toMillis();
    vertx.getOrCreateContext().runOnContext(v -> exchange.start(client, millis));
    return answer.future();
  }

  /** Closes all connections; calls in flight fail. */
  Future<Void> close() {
    client.close();
    return Future.succeededFuture();
  }
}
