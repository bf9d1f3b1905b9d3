package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of JSON lines, no faster than its lines are taken: of a file of any length, a
 * piece of the connection and one line are in memory. Ends exactly once; runs on one context.
 */
final class LineDownload {
  private final Vertx vertx;
  private final Context context;
  private final String provider;
  private final LineReader lines;
  private final Function<ImageBody, Future<Void>> sink;
  private final Promise<Void> done = Promise.promise();
  private @Nullable HttpClientResponse response;
  private long timer;
  private boolean quiet;
  private boolean busy;
  private boolean over;

  LineDownload(
      Vertx vertx, String provider, LineReader lines, Function<ImageBody, Future<Void>> sink) {
    this.vertx = vertx;
    context = vertx.getOrCreateContext();
    this.provider = provider;
    this.lines = lines;
    this.sink = sink;
  }

  /**
   * Starts it.
   *
   * @param silenceMillis the longest pause of the server, 1 or more; up to twice that is noticed
   * @param refused what an answer that is no file means
   */
  Future<Void> start(
      HttpClient client,
      HttpCall call,
      long silenceMillis,
      AnswerReader<ImageBody> errorReader,
      Function<HttpAnswer<ImageBody>, ProviderFailure> refused) {
    // On its own context, so that no part of an answer arrives before there is a handler for it.
    context.runOnContext(v -> send(client, call, silenceMillis, errorReader, refused));
    return done.future();
  }

  private void send(
      HttpClient client,
      HttpCall call,
      long silenceMillis,
      AnswerReader<ImageBody> errorReader,
      Function<HttpAnswer<ImageBody>, ProviderFailure> refused) {
    timer = vertx.setPeriodic(silenceMillis, id -> onTick(silenceMillis));
    RequestOptions options =
        new RequestOptions()
            .setMethod(call.method())
            .setAbsoluteURI(call.url())
            .setFollowRedirects(false)
            .setHeaders(call.headers());
    client
        .request(options)
        .onFailure(cause -> fail(Kind.NEVER_SENT, "no connection", cause))
        .compose(HttpClientRequest::send)
        .onSuccess(head -> onHead(head, errorReader, refused))
        .onFailure(this::onCut);
  }

  private void onHead(
      HttpClientResponse head,
      AnswerReader<ImageBody> errorReader,
      Function<HttpAnswer<ImageBody>, ProviderFailure> refused) {
    response = head;
    if (over) {
      close();
      return;
    }
    head.exceptionHandler(this::onCut);
    if (head.statusCode() == 200) {
      head.pause();
      head.handler(chunk -> hand(lines.write(chunk), () -> next(head)));
      head.endHandler(end -> hand(lines.end(), this::succeed));
      next(head);
      return;
    }
    head.handler(
        chunk -> {
          quiet = false;
          errorReader.write(chunk);
          if (errorReader.exceeded() != null) {
            fail(Kind.BAD_ANSWER, "an error that is too long", null);
          }
        });
    head.endHandler(
        end ->
            fail(
                refused.apply(
                    new HttpAnswer<>(head.statusCode(), head.headers(), errorReader.end()))));
  }

  private void hand(Iterable<ImageBody> ended, Runnable then) {
    quiet = false;
    if (!over) {
      busy = true;
      InTurn.each(context, ended, sink)
          .onComplete(
              v -> {
                busy = false;
                then.run();
              },
              this::fail);
    }
  }

  private void next(HttpClientResponse head) {
    if (!over) {
      head.fetch(1);
    }
  }

  private void onTick(long millis) {
    if (quiet && !busy) {
      fail(Kind.TIMED_OUT, "nothing came for %d ms".formatted(millis), null);
    }
    quiet = true;
  }

  private void onCut(Throwable cause) {
    fail(Kind.CUT, "the connection ended before the file did", cause);
  }

  private void fail(Kind kind, String what, @Nullable Throwable cause) {
    String type = cause == null ? "" : " (%s)".formatted(cause.getClass().getSimpleName());
    fail(
        ProviderFailure.of(kind)
            .retry(Retry.SAFE)
            .billed(Billed.NO)
            .cause(cause)
            .build("%s: %s: results of a batch: %s%s".formatted(provider, kind, what, type)));
  }

  private void fail(Throwable cause) {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      close();
      done.fail(cause);
    }
  }

  private void succeed() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      done.complete();
    }
  }

  private void close() {
    HttpClientResponse head = response;
    if (head != null) {
      head.request().connection().close();
    }
  }
}
