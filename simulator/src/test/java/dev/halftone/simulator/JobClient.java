package dev.halftone.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A simulator, and a client of fal and WaveSpeedAI. Polls with timers, never sleeps. */
final class JobClient implements AutoCloseable {
  static final String FAL = "openai/gpt-image-2";
  static final String WAVESPEED = "openai/gpt-image-2/text-to-image";
  private static final long POLL_MILLIS = 5;

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  final Simulator simulator;

  JobClient(SimulatorOptions.Builder options) {
    simulator = Simulator.create(vertx, options.clock(SimulatorHarness.NOVEMBER).build());
    SimulatorHarness.await(simulator.listen(0));
  }

  static JobClient calm() {
    return new JobClient(SimulatorOptions.calm());
  }

  static JobClient with(ProviderProfile profile) {
    return new JobClient(profiles(profile));
  }

  static SimulatorOptions.Builder profiles(ProviderProfile profile) {
    return SimulatorOptions.calm()
        .profile(SimulatedProvider.FAL, profile)
        .profile(SimulatedProvider.WAVESPEED, profile);
  }

  /** So slow that nothing ends within a test. */
  static ProviderProfile endless() {
    return ProviderProfile.calm()
        .withLatency(new LatencyCurve(Duration.ofMinutes(10), Duration.ZERO, 0));
  }

  HttpRequest<Buffer> request(HttpMethod method, String url) {
    String scheme = url.contains("/fal/") ? "Key" : "Bearer";
    return client
        .requestAbs(method, url)
        .putHeader("authorization", scheme + " simulator-key")
        .putHeader("x-client-request-id", "mine");
  }

  HttpResponse<Buffer> get(String url) {
    return SimulatorHarness.await(request(HttpMethod.GET, url).send());
  }

  HttpResponse<Buffer> post(String url, JsonObject body) {
    return SimulatorHarness.await(request(HttpMethod.POST, url).sendJsonObject(body));
  }

  HttpResponse<Buffer> put(String url) {
    return SimulatorHarness.await(request(HttpMethod.PUT, url).send());
  }

  String queue(String endpoint) {
    return simulator.falQueueUrl() + "/" + endpoint;
  }

  String run(String endpoint) {
    return simulator.falRunUrl() + "/" + endpoint;
  }

  String predictions(String model) {
    return simulator.wavespeedBaseUrl() + "/api/v3/" + model;
  }

  /** Waits for the end of a fal job and returns its last status. */
  JsonObject ended(JsonObject submitted) {
    return SimulatorHarness.await(
        until(
            () ->
                request(HttpMethod.GET, submitted.getString("status_url"))
                    .send()
                    .map(HttpResponse::bodyAsJsonObject),
            status -> status.getString("status").equals("COMPLETED")));
  }

  /** Waits for the end of a prediction and returns its data. */
  JsonObject predicted(JsonObject data) {
    return SimulatorHarness.await(
        until(
            () ->
                request(HttpMethod.GET, data.getJsonObject("urls").getString("get"))
                    .send()
                    .map(answer -> answer.bodyAsJsonObject().getJsonObject("data")),
            found -> found.getString("status").matches("completed|failed")));
  }

  /** Waits until the books are complete. */
  Invoice settled() {
    SimulatorHarness.await(
        until(() -> Future.succeededFuture(simulator.unfinishedCalls()), calls -> calls == 0));
    return simulator.invoice();
  }

  InvoiceLine onlyLine() {
    var lines = settled().lines();
    if (lines.size() != 1) {
      throw new AssertionError("expected one line, got " + lines);
    }
    return lines.get(0);
  }

  /** What became of a call that must not be answered. */
  Throwable failure(String url, JsonObject body) {
    try {
      HttpResponse<Buffer> answer =
          request(HttpMethod.POST, url)
              .sendJsonObject(body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      throw new AssertionError("the call was answered " + answer.statusCode());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private <T> Future<T> until(Supplier<Future<T>> ask, Predicate<T> enough) {
    return ask.get()
        .compose(
            answer ->
                enough.test(answer)
                    ? Future.succeededFuture(answer)
                    : vertx.timer(POLL_MILLIS).compose(timer -> until(ask, enough)));
  }

  static JsonObject falOrder(String prompt) {
    return new JsonObject()
        .put("prompt", prompt)
        .put("quality", "low")
        .put("image_size", new JsonObject().put("width", 1024).put("height", 768));
  }

  static JsonObject waveSpeedOrder(String prompt) {
    return new JsonObject().put("prompt", prompt).put("quality", "low");
  }

  @Override
  public void close() {
    SimulatorHarness.await(simulator.close());
    client.close();
    SimulatorHarness.await(vertx.close());
  }
}
