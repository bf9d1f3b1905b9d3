package dev.halftone.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of models and prices that providers offer about themselves. A GET cannot cost
 * money; a POST is for price lists that are asked that way, and the caller answers for its path.
 *
 * <p>The key travels in a header only, and redirects are not followed, so that it does not travel
 * further. Thread-safe; does I/O; answers arrive on the caller's context. Fails with {@link
 * ListException}.
 */
public final class ProviderLists {
  private final Vertx vertx;
  private final HttpClient client;
  private final int maxBytes;

  private ProviderLists(Vertx vertx, HttpClient client, int maxBytes) {
    this.vertx = vertx;
    this.client = client;
    this.maxBytes = maxBytes;
  }

  /**
   * Makes a reader with connections of its own; {@link #close} closes them.
   *
   * @param maxBytes the most that one list may hold
   */
  public static ProviderLists create(Vertx vertx, int maxBytes) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setConnectTimeout(HttpCalls.CONNECT_TIMEOUT_MILLIS);
    return new ProviderLists(vertx, vertx.createHttpClient(options), maxBytes);
  }

  /** How a provider takes its key in the {@code Authorization} header. */
  public enum KeyForm {
    /** {@code Bearer ...}, as most do. */
    BEARER("Bearer "),
    /** {@code Key ...}, as fal does. */
    KEY("Key ");

    private final String prefix;

    KeyForm(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * What to ask a provider. Immutable; holds no key.
   *
   * @param path what follows the provider's address, with its query
   * @param keyForm how the key is sent
   * @param json the body of a POST, or null for a GET
   */
  public record Question(String path, KeyForm keyForm, @Nullable String json) {
    /** A list to read. */
    public static Question get(String path, KeyForm keyForm) {
      return new Question(path, keyForm, null);
    }

    /** A price to ask for; the path must be one that only answers and never makes images. */
    public static Question post(String path, KeyForm keyForm, String json) {
      return new Question(path, keyForm, json);
    }
  }

  /**
   * Reads one list as text. Sent once, never again by itself.
   *
   * @param baseUrl the provider's address, as its options take it
   * @param timeout for the whole list, at least a millisecond
   * @throws IllegalArgumentException if the address is not one; it is not repeated
   */
  public Future<String> ask(String baseUrl, Question question, Secret key, Duration timeout) {
    String url = OptionsBuilder.checkUrl("base URL", baseUrl) + question.path();
    Promise<String> list = Promise.promise();
    long timer =
        vertx.setTimer(
            timeout.toMillis(),
            id -> list.tryFail(new ListException("no full answer within " + timeout)));
    // On a context, so that no part of an answer arrives before there is a handler for it.
    vertx.getOrCreateContext().runOnContext(v -> send(url, question, key, list));
    return list.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void send(String url, Question question, Secret key, Promise<String> list) {
    try {
      RequestOptions options =
          new RequestOptions()
              .setMethod(question.json() == null ? HttpMethod.GET : HttpMethod.POST)
              .setAbsoluteURI(url)
              .setFollowRedirects(false)
              .putHeader("Accept", "application/json")
              .putHeader("User-Agent", "halftone")
              .putHeader("Authorization", question.keyForm().prefix + key.reveal());
      client
          .request(options)
          .compose(request -> send(request, question.json()))
          .onSuccess(response -> read(response, key, list))
          .onFailure(cause -> list.tryFail(unreadable(cause)));
    } catch (RuntimeException e) {
      list.tryFail(unreadable(e));
    }
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, @Nullable String json) {
    return json == null
        ? request.send()
        : request.putHeader("Content-Type", "application/json").send(Buffer.buffer(json));
  }

  private void read(HttpClientResponse response, Secret key, Promise<String> list) {
    // Whatever ends the reading early also ends the connection, and so the stream.
    list.future().onFailure(cause -> response.request().connection().close());
    if (response.statusCode() != 200) {
      String meaning =
          switch (response.statusCode()) {
            case 401, 403 -> ": the key is not accepted";
            case 404 -> ": there is no list at this address";
            case 301, 302, 303, 307, 308 -> ": redirects are not followed";
            default -> "";
          };
      list.tryFail(new ListException("answered HTTP " + response.statusCode() + meaning));
      return;
    }
    Buffer body = Buffer.buffer();
    response.exceptionHandler(cause -> list.tryFail(unreadable(cause)));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > maxBytes) {
            list.tryFail(new ListException("the list has more than %d bytes".formatted(maxBytes)));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.endHandler(end -> accept(body.toString(StandardCharsets.UTF_8), key, list));
  }

  private static void accept(String text, Secret key, Promise<String> list) {
    if (text.contains(key.reveal())) {
      // What is read is shown, so a list that holds the key is not let in.
      list.tryFail(new ListException("the list repeats the key"));
    } else {
      list.tryComplete(text);
    }
  }

  /** Closes all connections; reads in flight fail. */
  public Future<Void> close() {
    return client.close();
  }

  private static ListException unreadable(Throwable cause) {
    // The cause's own message may quote a header or an address, so only its type is told.
    return new ListException(
        "cannot be reached or read (%s)".formatted(cause.getClass().getSimpleName()));
  }

  /** Why a list could not be read. An ordinary event: no stack trace, and never a key. */
  public static final class ListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListException(String message) {
      super(message, null, false, false);
    }
  }
}
