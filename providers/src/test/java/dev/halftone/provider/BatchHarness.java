package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** OpenAI's batches against WireMock; no failure may hold the key or the prompt. */
abstract class BatchHarness {
  static final String KEY = ProviderContract.KEY;
  static final String PROMPT = ProviderContract.PROMPT;
  static final byte[] PNG = ProviderContract.PNG;

  static Vertx vertx = Vertx.vertx();
  static WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

  BatchProvider provider = OpenAiBatches.create(vertx, options(Duration.ofSeconds(5)));

  @BeforeAll
  static void startAll() {
    server.start();
  }

  @AfterAll
  static void stopAll() {
    server.stop();
  }

  @BeforeEach
  void reset() {
    server.resetAll();
    provider = OpenAiBatches.create(vertx, options(Duration.ofSeconds(5)));
  }

  @AfterEach
  void close() throws Exception {
    await(provider.close());
  }

  static OpenAiOptions options(Duration timeout) {
    return OpenAiOptions.builder()
        .name("oa")
        .key(Secret.of(KEY))
        .baseUrl("http://localhost:" + (server.isRunning() ? server.port() : 1) + "/v1")
        .models(Set.of("gpt-image-2", "other"))
        .timeout(timeout)
        .maxImageBytes(500_000)
        .build();
  }

  /** A batch that has ended, with the files that are not null. */
  void files(String status, @Nullable String output, @Nullable String error) {
    files(status, output, error, 0);
  }

  void files(String status, @Nullable String output, @Nullable String error, int made) {
    String outputId = output == null ? null : "file-out";
    String errorId = error == null ? null : "file-err";
    stub(
        get("/v1/batches/batch_1"),
        aResponse().withBody(OpenAiBatchBodies.batch(status, outputId, errorId, made, "null")));
    stub(get("/v1/files/file-out/content"), aResponse().withBody(output));
    stub(get("/v1/files/file-err/content"), aResponse().withBody(error));
  }

  /** What became of each attempt; one item for each, or it throws. */
  Map<String, BatchItem> results(String... attemptIds) throws Exception {
    Map<String, BatchItem> items = new LinkedHashMap<>();
    await(
        provider.results(
            new BatchTicket("batch_1", List.of(attemptIds)),
            item -> {
              assertThat(items.put(item.attemptId(), item)).isNull();
              return Future.succeededFuture();
            }));
    assertThat(items.keySet()).containsExactlyInAnyOrder(attemptIds);
    return items;
  }

  static ProviderFailure failed(@Nullable BatchItem item) {
    assertThat(item).isInstanceOf(BatchItem.Failed.class);
    return checked(((BatchItem.Failed) Objects.requireNonNull(item)).failure());
  }

  /** Takes each item after a while; how many were on the way at a time. */
  int slowly(List<String> attemptIds, int delayMillis) throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger all = new AtomicInteger();
    await(
        provider.results(
            new BatchTicket("batch_1", attemptIds),
            item -> {
              assertThat(item).isInstanceOf(BatchItem.Made.class);
              all.incrementAndGet();
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              return vertx
                  .timer(delayMillis, TimeUnit.MILLISECONDS)
                  .onComplete(v -> open.decrementAndGet())
                  .mapEmpty();
            }));
    assertThat(all).hasValue(attemptIds.size());
    return most.get();
  }

  static ProviderFailure failure(Future<?> future) {
    try {
      throw new AssertionError("no failure but " + await(future));
    } catch (ProviderFailure failure) {
      return checked(failure);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ProviderFailure checked(ProviderFailure failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(String.valueOf(t)).doesNotContain(KEY).doesNotContain("lighthouse");
    }
    return failure;
  }

  static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProviderFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  static void stub(MappingBuilder mapping, ResponseDefinitionBuilder answer) {
    server.stubFor(mapping.willReturn(answer));
  }

  static List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }

  static LoggedRequest sent(String path) {
    return requests().stream()
        .filter(request -> request.getUrl().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /** The JSON lines within a form. */
  static List<JsonNode> lines(String form) {
    return form.lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> Objects.requireNonNull(WireJson.parse(line.getBytes(StandardCharsets.UTF_8))))
        .toList();
  }

  static ImageRequest.Builder request() {
    return ImageRequest.builder(PROMPT);
  }
}
