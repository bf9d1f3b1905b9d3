package dev.halftone.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A simulator on a free port and a client that speaks to it over real HTTP. */
final class SimulatorHarness implements AutoCloseable {
  /** A day on which gpt-image-1.5 still lives and gpt-image-1 does not. */
  static final InstantSource NOVEMBER = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

  /** The providers that answer a call with pictures, and do not work by jobs. */
  static final Set<SimulatedProvider> DIRECT =
      EnumSet.range(SimulatedProvider.OPENAI, SimulatedProvider.OPENROUTER);

  static final String SIZE = "1536x1024";

  private static final String KEY = "simulator-key";

  private final Vertx vertx = Vertx.vertx();
  final WebClient client = WebClient.create(vertx);
  final Simulator simulator;

  SimulatorHarness(SimulatorOptions.Builder options) {
    simulator = Simulator.create(vertx, options.build());
    await(simulator.listen(0));
  }

  static SimulatorHarness calm() {
    return new SimulatorHarness(SimulatorOptions.calm().clock(NOVEMBER));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest<Buffer> openAi() {
    return client
        .postAbs(simulator.openAiBaseUrl() + "/images/generations")
        .bearerTokenAuthentication(KEY);
  }

  HttpRequest<Buffer> azure() {
    return client
        .postAbs(simulator.azureEndpoint() + "/openai/v1/images/generations")
        .putHeader("api-key", KEY);
  }

  HttpRequest<Buffer> azureDeployment(String deployment, String query) {
    return client
        .postAbs(
            simulator.azureEndpoint()
                + "/openai/deployments/"
                + deployment
                + "/images/generations"
                + query)
        .putHeader("api-key", KEY);
  }

  HttpRequest<Buffer> vercel(String model) {
    return client
        .postAbs(simulator.vercelBaseUrl() + "/v4/ai/image-model")
        .bearerTokenAuthentication(KEY)
        .putHeader("ai-gateway-protocol-version", "0.0.1")
        .putHeader("ai-gateway-auth-method", "api-key")
        .putHeader("ai-image-model-specification-version", "4")
        .putHeader("ai-model-id", model);
  }

  HttpRequest<Buffer> openRouter() {
    return client.postAbs(simulator.openRouterBaseUrl() + "/images").bearerTokenAuthentication(KEY);
  }

  /** The call for images of a provider, with the model of that name. */
  Future<HttpResponse<Buffer>> call(SimulatedProvider provider, String model, String prompt) {
    JsonObject body = order(model, prompt);
    return switch (provider) {
      case OPENAI -> openAi().sendJsonObject(body);
      case AZURE -> azure().sendJsonObject(body);
      case OPENROUTER -> openRouter().sendJsonObject(body.put("model", "openai/" + model));
      case VERCEL -> vercel("openai/" + model).sendJsonObject(vercelOrder(prompt));
      case FAL, WAVESPEED -> throw new AssertionError(provider + " works by jobs");
    };
  }

  static JsonObject order(String model, String prompt) {
    return new JsonObject()
        .put("model", model)
        .put("prompt", prompt)
        .put("quality", "low")
        .put("size", SIZE);
  }

  static JsonObject vercelOrder(String prompt) {
    return new JsonObject()
        .put("prompt", prompt)
        .put("n", 1)
        .put("size", SIZE)
        .put(
            "providerOptions",
            new JsonObject().put("openai", new JsonObject().put("quality", "low")));
  }

  /** The first picture of an answer. */
  static byte[] picture(SimulatedProvider provider, JsonObject body) {
    String base64 =
        provider == SimulatedProvider.VERCEL
            ? body.getJsonArray("images").getString(0)
            : body.getJsonArray("data").getJsonObject(0).getString("b64_json");
    return Base64.getDecoder().decode(base64);
  }

  InvoiceLine onlyLine() {
    var lines = simulator.invoice().lines();
    if (lines.size() != 1) {
      throw new AssertionError("expected one line, got " + lines);
    }
    return lines.get(0);
  }

  @Override
  public void close() {
    await(simulator.close());
    client.close();
    await(vertx.close());
  }
}
