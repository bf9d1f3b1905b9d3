package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way; ends exactly once. Runs on one context.
 *
 * @param <T> what the answer's body is read as
 */
final class HttpExchange<T> {
  private final Vertx vertx;
  private final String provider;
  private final HttpCall call;
  private final Promise<HttpAnswer<T>> answer;
  private final RequestStream request;
  private final AnswerStream<T> response;
  private long timer;
  private boolean over;

  HttpExchange(
      Vertx vertx,
      String provider,
      HttpCall call,
      AnswerReader<T> reader,
      Promise<HttpAnswer<T>> answer) {
    this.vertx = vertx;
    this.provider = provider;
    this.call = call;
    this.answer = answer;
    request = new RequestStream(call.body());
    response = new AnswerStream<>(reader, this::onLimitExceeded);
  }

  void start(WebClient client, long millis) {
    timer = vertx.setTimer(millis, id -> onTimeout(millis));
    SocketAddress server = call.server();
    try {
      (server == null
              ? client.requestAbs(call.method(), call.url())
              : client.requestAbs(call.method(), server, call.url()))
          .followRedirects(false)
          // Takes the call out of the queue for a connection; the timer above is for the rest.
          .connectTimeout(millis)
          .putHeaders(call.headers())
          .putHeader(HttpHeaders.CONTENT_LENGTH.toString(), Long.toString(call.length()))
          .as(response)
          .sendStream(request)
          .onComplete(this::onComplete);
    } catch (RuntimeException e) {
      onFailure(e);
    }
  }

  private void onComplete(AsyncResult<HttpResponse<T>> result) {
    if (result.failed()) {
      onFailure(result.cause());
      return;
    }
    over = true;
    vertx.cancelTimer(timer);
    request.finish();
    HttpResponse<T> got = result.result();
    answer.tryComplete(new HttpAnswer<>(got.statusCode(), got.headers(), got.body()));
  }

  private void onTimeout(long millis) {
    if (request.sent()) {
      fail(Kind.TIMED_OUT, "sent, and no full answer within %d ms".formatted(millis), null);
    } else {
      fail(Kind.NEVER_SENT, "no connection within %d ms".formatted(millis), null);
    }
  }

  private void onLimitExceeded(String limit) {
    fail(Kind.BAD_ANSWER, limit, null);
  }

  private void onFailure(Throwable cause) {
    String type = cause.getClass().getSimpleName();
    if (!request.sent()) {
      fail(Kind.NEVER_SENT, "no connection (%s)".formatted(type), cause);
    } else if (cause instanceof TimeoutException) {
      fail(Kind.TIMED_OUT, "sent, and the answer stopped coming (%s)".formatted(type), cause);
    } else if (cause instanceof IOException
        || cause instanceof VertxException
        || cause instanceof PrematureChannelClosureException) {
      fail(
          Kind.CUT,
          "sent, and the connection ended before the answer did (%s)".formatted(type),
          cause);
    } else {
      fail(Kind.BAD_ANSWER, "the answer is not HTTP as we know it (%s)".formatted(type), cause);
    }
  }

  private void fail(Kind kind, String what, @Nullable Throwable cause) {
    if (over) {
      // Abandoning the request makes it fail once more.
      return;
    }
    over = true;
    vertx.cancelTimer(timer);
    ProviderFailure failure =
        ProviderFailure.of(kind).cause(cause).build("%s: %s: %s".formatted(provider, kind, what));
    response.stop();
    request.abandon();
    answer.tryFail(failure);
  }
}
