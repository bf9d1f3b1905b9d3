package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw sockets that misbehave in every way a provider or the network can. */
class HttpCallsTest {
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Limits LIMITS = new Limits(100_000, 100_000, 100_000, 10_000);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n";

  private Vertx vertx = Vertx.vertx();
  private final Queue<CompletableFuture<Void>> closed = new ConcurrentLinkedQueue<>();
  private final Queue<NetSocket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    for (NetSocket socket : sockets) {
      await(socket.close());
    }
    await(vertx.close());
  }

  @Test
  void connection_refused_neverSent() throws Exception {
    NetServer server =
        await(vertx.createNetServer().connectHandler(s -> {}).listen(0, "localhost"));
    int port = server.actualPort();
    await(server.close());
    ProviderFailure failure = failure(port, LONG);
    assertThat(failure.kind()).isEqualTo(Kind.NEVER_SENT);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure).hasMessageStartingWith("p: never_sent: no connection (");
  }

  @Test
  void host_unknown_neverSent() throws Exception {
    HttpCalls calls = new HttpCalls(vertx, "p", 4);
    Throwable cause =
        calls
            .send(post("http://no-such-host.invalid/"), reader(), LONG)
            .toCompletionStage()
            .toCompletableFuture()
            .handle((a, t) -> t)
            .get(5, TimeUnit.SECONDS);
    assertThat(cause).isInstanceOf(ProviderFailure.class);
    assertThat(((ProviderFailure) cause).kind()).isEqualTo(Kind.NEVER_SENT);
  }

  @Test
  void tlsHandshake_failing_neverSent() throws Exception {
    int port = serve((socket, data) -> socket.end(Buffer.buffer("plain text, no TLS")));
    HttpCalls calls = new HttpCalls(vertx, "p", 4);
    assertThat(failure(calls, post("https://localhost:" + port + "/"), LONG).kind())
        .isEqualTo(Kind.NEVER_SENT);
  }

  @Test
  void tlsHandshake_hanging_neverSent() throws Exception {
    int port = serve((socket, data) -> {});
    HttpCalls calls = new HttpCalls(vertx, "p", 4);
    assertThat(failure(calls, post("https://localhost:" + port + "/"), SHORT).kind())
        .isEqualTo(Kind.NEVER_SENT);
  }

  @Test
  void get_withoutABody_isSentAndCanBeAbandoned() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    int port =
        serve(
            (socket, data) -> {
              heads.add(data.toString());
              if (heads.size() == 1) {
                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
              }
            });
    HttpCalls calls = new HttpCalls(vertx, "p", 4);
    HttpCall get =
        HttpCall.get("http://localhost:" + port + "/a", MultiMap.caseInsensitiveMultiMap());
    assertThat(await(calls.send(get, reader(), LONG)).status()).isEqualTo(200);
    assertThat(failure(calls, get, SHORT).kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(heads).allMatch(head -> head.startsWith("GET /a HTTP/1.1"));
  }

  @Test
  void answer_neverComing_timesOutAndClosesTheConnection() throws Exception {
    int port = serve((socket, data) -> {});
    ProviderFailure failure = failure(port, SHORT);
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure).hasMessage("p: timed_out: sent, and no full answer within 200 ms");
    assertClosed();
  }

  @Test
  void call_waitingForAConnectionTooLong_isNeverSentLater() throws Exception {
    int port = serve((socket, data) -> {});
    HttpCalls calls = new HttpCalls(vertx, "p", 1);
    HttpCall post = post("http://localhost:" + port + "/");
    Future<HttpAnswer<ImageBody>> first = calls.send(post, reader(), Duration.ofMillis(400));
    assertThat(failure(calls, post, SHORT).kind()).isEqualTo(Kind.NEVER_SENT);
    assertThatThrownBy(() -> await(first)).isInstanceOf(ProviderFailure.class);
    assertClosed();
    assertThat(received).hasSize(1);
  }

  @Test
  void timeout_ofAnyLength_isHonouredOrClamped() throws Exception {
    int port = serve((socket, data) -> {});
    assertThat(failure(port, Duration.ofSeconds(-1)).billed()).isIn(Billed.NO, Billed.UNKNOWN);
    int closing = serve((socket, data) -> socket.close());
    assertThat(failure(closing, Duration.ofSeconds(Long.MAX_VALUE)).kind()).isEqualTo(Kind.CUT);
  }

  @Test
  void connection_closedAfterTheRequest_isCut() throws Exception {
    assertThat(failure(serve((socket, data) -> socket.close()), LONG).kind()).isEqualTo(Kind.CUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD + "\r\n{\"half\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n"
      })
  void answer_endingHalfWay_isCut(String part) throws Exception {
    int port = serve((socket, data) -> socket.end(Buffer.buffer(part)));
    ProviderFailure failure = failure(port, LONG);
    assertThat(failure.kind()).isEqualTo(Kind.CUT);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-", HEAD + "\r\n{\"half\":"})
  void answer_stoppingHalfWay_timesOutAndClosesTheConnection(String part) throws Exception {
    int port = serve((socket, data) -> socket.write(part));
    assertThat(failure(port, SHORT).kind()).isEqualTo(Kind.TIMED_OUT);
    assertClosed();
  }

  @Test
  void answer_drippingForever_timesOutAndClosesTheConnection() throws Exception {
    int port =
        serve(
            (socket, data) -> {
              socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n");
              vertx.setPeriodic(20, id -> socket.write(" "));
            });
    assertThat(failure(port, SHORT).kind()).isEqualTo(Kind.TIMED_OUT);
    assertClosed();
  }

  @Test
  void answer_withoutEnd_hitsTheLimitAndClosesTheConnection() throws Exception {
    int port =
        serve(
            (socket, data) -> {
              socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              vertx.setPeriodic(1, id -> socket.write("3e8\r\n" + "x".repeat(1000) + "\r\n"));
            });
    ProviderFailure failure = failure(port, LONG);
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure).hasMessageContaining("more than 10000 bytes beside images");
    assertClosed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-",
        "this is not HTTP\r\n\r\n",
        "\u0000\u0001\u0002\u0003\r\n\r\n"
      })
  void answer_thatIsNoHttp_leavesTheBillUnknown(String text) throws Exception {
    int port = serve((socket, data) -> socket.end(Buffer.buffer(text)));
    ProviderFailure failure = failure(port, LONG);
    assertThat(failure.kind()).isIn(Kind.CUT, Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}"
      })
  void answer_inAnyFraming_isReadAndTheConnectionServesTheNextCall(String answer) throws Exception {
    int port = serve((socket, data) -> socket.write(answer));
    HttpCalls calls = new HttpCalls(vertx, "p", 1);
    for (int i = 0; i < 3; i++) {
      HttpAnswer<ImageBody> got =
          await(calls.send(post("http://localhost:" + port + "/x?y=1"), reader(), LONG));
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.body().root()).isEqualTo(WireJson.object().put("a", 1));
    }
    assertThat(closed).hasSize(1);
    assertThat(received).hasSize(3).allMatch(sent -> sent.endsWith("\r\n\r\n{}"));
    assertThat(received)
        .allMatch(sent -> sent.startsWith("POST /x?y=1 HTTP/1.1\r\n") && !sent.contains("chunked"));
  }

  @Test
  void close_withACallInFlight_leavesTheBillUnknown() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    int port = serve((socket, data) -> arrived.complete(null));
    HttpCalls calls = new HttpCalls(vertx, "p", 1);
    Future<HttpAnswer<ImageBody>> call =
        calls.send(post("http://localhost:" + port + "/"), reader(), LONG);
    arrived.get(3, TimeUnit.SECONDS);
    await(calls.close());
    assertThatThrownBy(() -> await(call))
        .isInstanceOfSatisfying(
            ProviderFailure.class, f -> assertThat(f.billed()).isEqualTo(Billed.UNKNOWN));
    assertThat(failure(calls, post("http://localhost:" + port + "/"), LONG).kind())
        .isEqualTo(Kind.NEVER_SENT);
  }

  private int serve(BiConsumer<NetSocket, Buffer> onRequest) throws Exception {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  CompletableFuture<Void> end = new CompletableFuture<>();
                  closed.add(end);
                  sockets.add(socket);
                  socket.closeHandler(v -> end.complete(null));
                  socket.exceptionHandler(t -> {});
                  socket.handler(
                      data -> {
                        received.add(data.toString());
                        onRequest.accept(socket, data);
                      });
                });
    return await(server.listen(0, "localhost")).actualPort();
  }

  /** The client closed every connection it opened. */
  private void assertClosed() throws Exception {
    assertThat(closed).isNotEmpty();
    for (CompletableFuture<Void> end : closed) {
      end.get(1, TimeUnit.SECONDS);
    }
  }

  private ProviderFailure failure(int port, Duration timeout) throws Exception {
    HttpCalls calls = new HttpCalls(vertx, "p", 4);
    return failure(calls, post("http://localhost:" + port + "/"), timeout);
  }

  private static ProviderFailure failure(HttpCalls calls, HttpCall post, Duration timeout)
      throws Exception {
    try {
      throw new AssertionError("no failure but " + await(calls.send(post, reader(), timeout)));
    } catch (ProviderFailure failure) {
      return failure;
    }
  }

  private static HttpCall post(String url) {
    return HttpCall.postJson(url, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"));
  }

  private static ImageBodyReader reader() {
    return new ImageBodyReader(OpenAiCodec.IMAGE_KEY, LIMITS);
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProviderFailure failure) {
        throw failure;
      }
      throw e;
    }
  }
}
