package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Azure AI Foundry's Images API on both its paths. Of the refusals seen in the wild the v1 path
 * answers {@code moderation_blocked}, the deployment path {@code content_policy_violation} with an
 * {@code inner_error}, so that a client meets both.
 */
final class AzureDialect implements Dialect {

  /** The two addresses of one service. */
  enum Form {
    V1,
    DEPLOYMENT
  }

  private static final String REGION = "East US 2";
  private static final int MOST_CUSTOM_HEADERS = 10;
  private static final Pattern DATED = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?");
  private static final List<String> HARMS = List.of("hate", "self_harm", "sexual", "violence");

  private final SimulatorOptions options;
  private final Form form;

  AzureDialect(SimulatorOptions options, Form form) {
    this.options = options;
    this.form = form;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.AZURE;
  }

  @Override
  public String clientRequestIdHeader() {
    return "x-ms-client-request-id";
  }

  @Override
  public String requestId(long number) {
    return new UUID(Mix.of(options.seed(), number), number).toString();
  }

  @Override
  public void checkHead(RoutingContext context) throws Rejection {
    MultiMap headers = context.request().headers();
    long custom =
        headers.names().stream().filter(name -> name.regionMatches(true, 0, "x-", 0, 2)).count();
    if (custom > MOST_CUSTOM_HEADERS) {
      throw Rejection.of(
          Rejection.Kind.TOO_MANY_HEADERS, 431, "Too many custom headers.", "431", null);
    }
    if (!Wire.same(headers.get("api-key"), options.apiKey())
        && !Wire.hasBearer(context.request(), options.apiKey())) {
      throw keyRefused();
    }
    String version = context.request().getParam("api-version");
    boolean known =
        switch (form) {
          case V1 -> version == null || version.equals("v1") || version.equals("preview");
          case DEPLOYMENT -> version != null && DATED.matcher(version).matches();
        };
    if (!known) {
      throw Rejection.noRoute("POST", context.request().path());
    }
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    String deployment =
        form == Form.DEPLOYMENT
            ? String.valueOf(context.pathParam("deployment"))
            : body.path("model").asText("");
    Map<String, String> deployments = options.azureDeployments();
    String name = deployments.isEmpty() ? deployment : deployments.getOrDefault(deployment, "");
    SimulatedModel model = SimulatedModel.find(name).orElse(null);
    if (model == null || !model.onAzure() || !model.isAlive(provider(), today)) {
      throw Rejection.of(
          Rejection.Kind.NO_MODEL,
          404,
          "The API deployment for this resource does not exist. If you created the deployment"
              + " within the last 5 minutes, please wait a moment and try again.",
          "DeploymentNotFound",
          null);
    }
    return OrderReader.read(deployment, model, body);
  }

  /** Azure counts requests, not images. */
  @Override
  public int units(ImageOrder order) {
    return 1;
  }

  @Override
  public Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis) {
    return Rejection.rateLimited(
        "Call rate limit reached for deployment "
            + order.calledAs()
            + " ("
            + order.model().id()
            + ") in "
            + REGION
            + " on tier AIServices S0. Operation ImageGenerations_Create. Please retry after "
            + (waitMillis + 999) / 1_000
            + " seconds.",
        waitMillis);
  }

  @Override
  public Rejection keyRefused() {
    return Rejection.keyRefused(
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
            + " provide a valid key for an active subscription and use a correct regional API"
            + " endpoint for your resource.",
        "401");
  }

  /** Azure has no word for it: it is a rate limit whose wait is a day, on any clock. */
  @Override
  public Rejection quotaExhausted() {
    return Rejection.of(
            Rejection.Kind.NO_FUNDS,
            429,
            "Requests to the ImageGenerations_Create operation have exceeded the rate limit of the"
                + " current pricing tier. Please retry after 86400 seconds.",
            "429",
            null)
        .withRetryAfter("86400");
  }

  @Override
  public Rejection blocked() {
    return Rejection.of(
        Rejection.Kind.BLOCKED,
        403,
        "Your resource has been temporarily blocked because we detected behavior that may violate"
            + " our content policy.",
        "Forbidden",
        null);
  }

  @Override
  public ObjectNode failure(Rejection rejection, String requestId) {
    ObjectNode root = Wire.JSON.createObjectNode();
    ObjectNode error = root.putObject("error");
    switch (rejection.kind()) {
      case RATE_LIMITED -> put(error, "RateLimitReached", rejection.message());
      case OVERLOADED ->
          put(
              error,
              "429",
              "Requests to the ImageGenerations_Create operation have exceeded the capacity of the"
                  + " service. Please retry after "
                  + (rejection.waitMillis() + 999) / 1_000
                  + " seconds.");
      case NO_ROUTE, WRONG_METHOD -> put(error, "404", "Resource not found");
      case BROKEN -> put(error, "InternalServerError", rejection.message());
      case UNAVAILABLE -> put(error, "ServiceUnavailable", rejection.message());
      case UNAUTHORIZED, NO_MODEL, TOO_MANY_HEADERS, NO_FUNDS, BLOCKED ->
          put(error, String.valueOf(rejection.code()), rejection.message());
      case TOO_LARGE -> put(error, "RequestEntityTooLarge", rejection.message());
      case UNREADABLE -> put(error, "BadRequest", rejection.message());
      case REFUSED -> {
        if (form == Form.V1) {
          return Wire.openAiError(rejection);
        }
        return refusedByFilter();
      }
      case REFUSED_OUTPUT -> {
        if (form == Form.V1) {
          return Wire.openAiError(rejection);
        }
        root.put("created", options.clock().instant().getEpochSecond());
        put(
            error,
            "contentFilter",
            "Generated image was filtered as a result of our safety system.");
      }
      default -> {
        return Wire.openAiError(rejection);
      }
    }
    return root;
  }

  private static void put(ObjectNode error, String code, String message) {
    error.put("code", code).put("message", message);
  }

  private static ObjectNode refusedByFilter() {
    ObjectNode root = Wire.JSON.createObjectNode();
    ObjectNode error = root.putObject("error");
    error.put("code", "content_policy_violation").put("type", "invalid_request_error");
    error.put("param", "prompt").put("message", "Your request was rejected by the safety system.");
    ObjectNode inner = error.putObject("inner_error");
    inner.put("code", "ResponsibleAIPolicyViolation");
    ObjectNode results = inner.putObject("content_filter_results");
    results.putObject("violence").put("filtered", true).put("severity", "medium");
    results.putObject("sexual").put("filtered", false).put("severity", "safe");
    return root;
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    OpenAiDialect.writeHead(json, finished);
    json.writeArrayFieldStart("data");
    for (byte[] picture : finished.pictures()) {
      json.writeStartObject();
      json.writeBinaryField("b64_json", picture);
      json.writeObjectFieldStart("content_filter_results");
      writeHarms(json);
      json.writeEndObject();
      json.writeObjectFieldStart("prompt_filter_results");
      writeHarms(json);
      json.writeObjectFieldStart("profanity");
      json.writeBooleanField("detected", false);
      json.writeBooleanField("filtered", false);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usage");
    OpenAiDialect.writeUsage(json, finished.bill());
    json.writeEndObject();
  }

  private static void writeHarms(JsonGenerator json) throws IOException {
    for (String harm : HARMS) {
      json.writeObjectFieldStart(harm);
      json.writeBooleanField("filtered", false);
      json.writeStringField("severity", "safe");
      json.writeEndObject();
    }
  }

  @Override
  public void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    headers.set("apim-request-id", requestId);
    headers.set("x-ms-region", REGION);
    headers.set("x-envoy-upstream-service-time", Long.toString(workMillis));
    if (limits != null) {
      headers.set("x-ratelimit-limit-requests", Integer.toString(limits.perMinute()));
      headers.set("x-ratelimit-remaining-requests", Integer.toString(limits.remaining()));
      headers.set(
          "x-ratelimit-reset-requests", Long.toString((limits.resetMillis() + 999) / 1_000));
    }
  }

  @Override
  public void stampWait(MultiMap headers, long waitMillis) {
    headers.set("retry-after-ms", Long.toString(waitMillis));
    headers.set("retry-after", Long.toString((waitMillis + 999) / 1_000));
  }
}
