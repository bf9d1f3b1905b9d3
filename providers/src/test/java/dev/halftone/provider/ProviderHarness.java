package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/**
 * A server, a listener to all logs, and short words for calls and answers. After each test,
 * whatever it was, no failure message and no log line holds the key or the prompt, and the call was
 * sent once at most.
 */
abstract class ProviderHarness {
  static final String KEY = "sk-secret-4711";
  static final String PROMPT = "a \"lighthouse\" in fog \u00e4\u20ac";
  static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};
  static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 4};

  /** Whoever could log a request; all of it is heard, down to debug. */
  private static final List<String> SPEAKING = List.of("dev.halftone", "io.vertx", "io.netty");

  static Vertx vertx = Vertx.vertx();
  static WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  final StringBuilder said = new StringBuilder();
  boolean sentMayBeMany;

  @BeforeAll
  static void startAll() {
    vertx = Vertx.vertx();
    server = new WireMockServer(wireMockConfig().dynamicPort().containerThreads(20));
    server.start();
  }

  @AfterAll
  static void stopAll() throws Exception {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @BeforeEach
  void listen() {
    server.resetAll();
    log.start();
    for (String name : SPEAKING) {
      logger(name).setLevel(Level.DEBUG);
      logger(name).setAdditive(false);
      logger(name).addAppender(log);
    }
  }

  @AfterEach
  void nothingLeakedAndNothingWasSentTwice() {
    for (String name : SPEAKING) {
      logger(name).setLevel(Level.OFF);
      logger(name).detachAppender(log);
    }
    log.list.forEach(event -> said.append(event.getFormattedMessage()).append('\n'));
    assertThat(said.toString()).doesNotContain(KEY).doesNotContain("lighthouse");
    if (!sentMayBeMany) {
      assertThat(requests()).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  /** The provider under test, at an address on loopback. */
  abstract ImageProvider provider(String origin, int maxInFlight);

  ProviderAnswer get(ProviderCall call) throws Exception {
    ImageProvider provider = provider(origin(), 8);
    try {
      return await(provider.generate(call));
    } finally {
      provider.close();
    }
  }

  ProviderFailure failure(ProviderCall call) {
    try {
      throw new AssertionError("no failure but " + get(call));
    } catch (ProviderFailure failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        said.append(t).append('\n');
      }
      said.append(failure.code()).append(failure.requestId()).append('\n');
      return failure;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static ProviderAnswer await(Future<ProviderAnswer> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof ProviderFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  void answer(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  List<LoggedRequest> requests() {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }

  String origin() {
    return "http://localhost:" + server.port();
  }

  static ImageRequest.Builder request() {
    return ImageRequest.builder(PROMPT);
  }

  static ProviderCall call(ImageRequest request) {
    return call(request, "gpt-image-2", Duration.ofSeconds(3));
  }

  static ProviderCall call(ImageRequest request, String model, Duration timeout) {
    return new ProviderCall("attempt-17", request, model, Quality.MEDIUM, Thinking.OFF, timeout);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
