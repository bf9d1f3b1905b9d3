package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.GeneratedImage;
import dev.halftone.image.OutputFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {
  private static final String KEY = "sk-secret-4711";
  private static final byte[] PNG = ProviderContract.PNG;
  private static final Duration LONG = Duration.ofSeconds(3);

  private Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void image_atTheProvidersOwnHost_arrivesWithoutAKey() throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    int port =
        serve(
            (request, number) -> {
              keys.add(String.valueOf(request.getHeader("Authorization")));
              request.response().end(Buffer.buffer(PNG));
            });
    GeneratedImage image = fetch(port, "/a.png?sig=x%2Fy", LONG);
    assertThat(image.bytes().getBytes()).isEqualTo(PNG);
    assertThat(image.format()).isEqualTo(OutputFormat.PNG);
    assertThat(keys).containsExactly("null");
    assertThat(asked).containsExactly("GET /a.png?sig=x%2Fy");
  }

  @Test
  void redirect_onTheOwnHost_isFollowedThreeTimes() throws Exception {
    int port =
        serve(
            (request, number) -> {
              if (number <= 3) {
                redirect(request, "/hop" + number);
              } else {
                request.response().end(Buffer.buffer(PNG));
              }
            });
    assertThat(fetch(port, "/a", LONG).bytes().length()).isEqualTo(PNG.length);
    assertThat(asked).containsExactly("GET /a", "GET /hop1", "GET /hop2", "GET /hop3");
  }

  @Test
  void redirect_withoutEnd_isRefused() throws Exception {
    int port = serve((request, number) -> redirect(request, "/again"));
    assertThat(failure(port, "/a", LONG)).contains("redirected too often");
    assertThat(asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "https://evil.example.com/a.png",
        "//evil.example.com/a.png",
        "file:///etc/passwd",
        "http://localhost:1/",
        "data:image/png;base64,iVBORw0KGgo=",
        "http://[",
      })
  void redirect_anywhereElse_isRefusedAtOnce(String location) throws Exception {
    int port = serve((request, number) -> redirect(request, location));
    failure(port, "/a", LONG);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "localhost"})
  void host_onTheListWithAPrivateAddress_isRefused(String host) throws Exception {
    Downloads downloads = downloads("https://api.example.com", 1_000_000, Set.of(host));
    assertThat(failure(downloads.fetch("https://" + host + "/a", redaction(), deadline(LONG))))
        .isEqualTo("its host has an address that is not public");
  }

  @Test
  void answer_thatPasses_isTriedAgain() throws Exception {
    int port =
        serve(
            (request, number) -> {
              switch (number) {
                case 1 -> request.response().setStatusCode(404).end();
                case 2 -> request.response().setStatusCode(503).end("<html>");
                case 3 ->
                    request
                        .response()
                        .putHeader("Content-Length", "50")
                        .write(Buffer.buffer(PNG))
                        .onComplete(written -> request.connection().close());
                default -> request.response().end(Buffer.buffer(PNG));
              }
            });
    assertThat(fetch(port, "/a", Duration.ofSeconds(10)).bytes().getBytes()).isEqualTo(PNG);
    assertThat(asked).hasSize(4);
  }

  @Test
  void answer_neverComing_endsWithTheTime() throws Exception {
    int port = serve((request, number) -> {});
    assertThat(failure(port, "/a", Duration.ofMillis(200)))
        .isEqualTo("it could not be fetched (timed_out)");
    assertThat(asked).hasSize(1);
  }

  @Test
  void answer_withoutEnd_hitsTheLimitOnce() throws Exception {
    int port =
        serve(
            (request, number) -> {
              request.response().setChunked(true);
              vertx.setPeriodic(1, id -> request.response().write("x".repeat(10_000)));
            });
    assertThat(failure(port, "/a", LONG))
        .isEqualTo("the image is larger than 100000 bytes; raise maxImageBytes");
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<svg/>", "GIF89a", "<html>no</html>", "\u0089PN"})
  void answer_thatIsNoImage_isRefused(String body) throws Exception {
    int port = serve((request, number) -> request.response().end(Buffer.buffer(body)));
    assertThat(failure(port, "/a", LONG))
        .isEqualTo("what is there is not a png, jpeg or webp image");
    assertThat(asked).hasSize(1);
  }

  @Test
  void dataUri_ofAnySize_isDecodedWithoutAnyRequest() throws Exception {
    byte[] large = java.util.Arrays.copyOf(PNG, 90_001);
    String base64 = Base64.getEncoder().encodeToString(large);
    Downloads downloads = downloads("https://api.example.com", 100_000, Set.of());
    for (String start : List.of("data:image/png;base64,", "DATA:;BASE64,")) {
      assertThat(await(downloads.fetch(start + base64, redaction(), deadline(LONG))).bytes())
          .isEqualTo(Buffer.buffer(large));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:",
        "data:image/png;base64",
        "data:image/png,iVBORw0KGgo=",
        "data:image/png;base64,",
        "data:image/png;base64,!!!!",
        "data:image/png;base64,PHN2Zz48L3N2Zz4=",
        "data:image/png;base64,\u20ac\u20ac\u20ac\u20ac",
        "no address",
        "",
        "https://",
        "https://:80/",
      })
  void address_thatIsNone_isRefused(String url) throws Exception {
    Downloads downloads = downloads("https://api.example.com", 100_000, Set.of());
    failure(downloads.fetch(url, redaction(), deadline(LONG)));
  }

  @Test
  void dataUri_aboveTheLimit_isRefused() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(new byte[100_001]);
    Downloads downloads = downloads("https://api.example.com", 100_000, Set.of());
    assertThat(failure(downloads.fetch("data:;base64," + base64, redaction(), deadline(LONG))))
        .contains("larger than 100000 bytes");
  }

  @Test
  void close_whileItPauses_endsItAtOnce() throws Exception {
    int port = serve((request, number) -> request.response().setStatusCode(503).end());
    Downloads downloads = downloads("http://localhost:" + port, 100_000, Set.of());
    Future<GeneratedImage> image =
        downloads.fetch("http://localhost:" + port + "/a", redaction(), deadline(LONG));
    while (asked.isEmpty()) {
      Thread.onSpinWait();
    }
    await(downloads.close());
    failure(image);
    assertThat(asked.size()).isLessThan(4);
  }

  private int serve(BiConsumer<HttpServerRequest, Integer> onRequest) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.add(request.method() + " " + request.uri());
                  onRequest.accept(request, asked.size());
                });
    return await(server.listen(0, "localhost")).actualPort();
  }

  private static void redirect(HttpServerRequest request, String location) {
    request.response().setStatusCode(302).putHeader("Location", location).end();
  }

  private Downloads downloads(String base, long maxBytes, Set<String> hosts) {
    return new Downloads(
        vertx,
        FalOptions.builder()
            .key(Secret.of(KEY))
            .baseUrl(base)
            .models(Set.of("gpt-image-2"))
            .maxImageBytes(maxBytes)
            .downloadHosts(hosts)
            .build()
            .common());
  }

  private Future<GeneratedImage> start(int port, String path, Duration time) {
    String base = "http://localhost:" + port;
    return downloads(base, 100_000, Set.of()).fetch(base + path, redaction(), deadline(time));
  }

  private GeneratedImage fetch(int port, String path, Duration time) throws Exception {
    return await(start(port, path, time));
  }

  private String failure(int port, String path, Duration time) throws Exception {
    return failure(start(port, path, time));
  }

  private static String failure(Future<GeneratedImage> image) throws Exception {
    try {
      throw new AssertionError("no failure but " + await(image));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DownloadException failure) {
        return failure.getMessage();
      }
      throw e;
    }
  }

  private static Redaction redaction() {
    return new Redaction(Secret.of(KEY), "a lighthouse");
  }

  private static Deadline deadline(Duration time) {
    return Deadline.in(time, System::nanoTime);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(12, TimeUnit.SECONDS);
  }
}
