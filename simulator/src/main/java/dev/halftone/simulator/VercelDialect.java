package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The native image endpoint of Vercel AI Gateway, protocol 0.0.1, specification 4. Like the gateway
 * it hands the order to OpenAI and passes OpenAI's complaints through as {@code AI_APICallError}.
 */
final class VercelDialect implements Dialect {
  private static final String PREFIX = "openai/";
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Map<String, String> OPENAI_OPTIONS =
      Map.of(
          "quality", "quality",
          "background", "background",
          "outputFormat", "output_format",
          "outputCompression", "output_compression",
          "moderation", "moderation",
          "user", "user",
          "safetyIdentifier", "safety_identifier",
          "complexity", "complexity");

  private final SimulatorOptions options;
  private final InvoiceBook book;

  VercelDialect(SimulatorOptions options, InvoiceBook book) {
    this.options = options;
    this.book = book;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.VERCEL;
  }

  @Override
  public String clientRequestIdHeader() {
    return "ai-o11y-request-id";
  }

  @Override
  public String requestId(long number) {
    StringBuilder id = new StringBuilder("gen_01");
    long high = Mix.of(options.seed(), number);
    for (int i = 0; i < 12; i++) {
      id.append(CROCKFORD.charAt((int) (high >>> (5 * i)) & 31));
    }
    for (int i = 11; i >= 0; i--) {
      id.append(CROCKFORD.charAt((int) (number >>> (5 * i)) & 31));
    }
    return id.toString();
  }

  @Override
  public void checkHead(RoutingContext context) throws Rejection {
    HttpServerRequest request = context.request();
    checkKey(request);
    String method = request.getHeader("ai-gateway-auth-method");
    requireHeader(request, "ai-gateway-auth-method", "oidc".equals(method) ? "oidc" : "api-key");
    requireHeader(request, "ai-gateway-protocol-version", "0.0.1");
    requireHeader(request, "ai-image-model-specification-version", "4");
    if (request.getHeader("ai-model-id") == null) {
      throw Rejection.unreadable("Missing required header: ai-model-id.", null);
    }
  }

  void checkKey(HttpServerRequest request) throws Rejection {
    if (!Wire.hasBearer(request, options.apiKey())) {
      throw keyRefused();
    }
  }

  private static void requireHeader(HttpServerRequest request, String name, String value)
      throws Rejection {
    String given = request.getHeader(name);
    if (!value.equals(given)) {
      throw Rejection.unreadable(
          given == null ? "Missing required header: " + name + "." : "Unsupported " + name + ".",
          null);
    }
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    checkShape(body);
    String id = context.request().getHeader("ai-model-id");
    SimulatedModel model = model(id, body, today);
    List<String> ignored = Stream.of("seed", "aspectRatio").filter(body::hasNonNull).toList();
    return OrderReader.read(id, model, upstreamBody(body))
        .ignoring(ignored)
        .editing(ReferenceReader.vercel(body));
  }

  /** The model of that id, when there is money for it and the routing options allow it. */
  SimulatedModel model(String id, JsonNode body, LocalDate today) throws Rejection {
    if (book.chargedNanoUsd(provider()) >= options.vercelCreditNanoUsd()) {
      throw quotaExhausted();
    }
    String name = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
    SimulatedModel model = SimulatedModel.find(name).orElse(null);
    if (model == null || !model.isAlive(provider(), today)) {
      throw Rejection.of(
          Rejection.Kind.NO_MODEL,
          404,
          "Model '" + Wire.brief(id) + "' not found.",
          null,
          Wire.brief(id));
    }
    JsonNode only = body.path("providerOptions").path("gateway").path("only");
    if (only.isArray() && !only.isEmpty() && !holds(only, "openai")) {
      throw Rejection.of(
          Rejection.Kind.NO_PROVIDER,
          424,
          "No provider in 'only' is available for this model.",
          null,
          null);
    }
    return model;
  }

  private static void checkShape(JsonNode body) throws Rejection {
    if (body.hasNonNull("n") && !body.path("n").isIntegralNumber()) {
      throw Rejection.unreadable("Invalid input: n: expected number.", null);
    }
    for (String name : new String[] {"prompt", "size", "aspectRatio"}) {
      if (body.hasNonNull(name) && !body.path(name).isTextual()) {
        throw Rejection.unreadable("Invalid input: " + name + ": expected string.", null);
      }
    }
    if (body.hasNonNull("files") && !body.path("files").isArray()) {
      throw Rejection.unreadable("Invalid input: files: expected array.", null);
    }
  }

  /** The request the gateway makes of OpenAI: known options in OpenAI's spelling, no others. */
  private static ObjectNode upstreamBody(JsonNode body) {
    ObjectNode upstream = Wire.JSON.createObjectNode();
    for (String name : new String[] {"prompt", "n", "size"}) {
      if (body.hasNonNull(name)) {
        upstream.set(name, body.get(name));
      }
    }
    copyOptions(body, upstream);
    return upstream;
  }

  /** OpenAI's options, from the camel case they have here into OpenAI's spelling. */
  static void copyOptions(JsonNode body, ObjectNode upstream) {
    JsonNode openAi = body.path("providerOptions").path("openai");
    OPENAI_OPTIONS.forEach(
        (from, to) -> {
          if (openAi.hasNonNull(from)) {
            upstream.set(to, openAi.get(from));
          }
        });
  }

  private static boolean holds(JsonNode array, String text) {
    for (JsonNode element : array) {
      if (element.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int units(ImageOrder order) {
    return order.images();
  }

  @Override
  public Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis) {
    return Rejection.rateLimited(
        "Requests on this model are limited. Please try again later.", waitMillis);
  }

  @Override
  public Rejection keyRefused() {
    return Rejection.keyRefused("Invalid API key.", null);
  }

  @Override
  public Rejection quotaExhausted() {
    return Rejection.of(
        Rejection.Kind.NO_FUNDS,
        402,
        "Insufficient funds. Add credits to your account to continue.",
        null,
        null);
  }

  @Override
  public Rejection blocked() {
    return Rejection.of(Rejection.Kind.BLOCKED, 403, "Forbidden.", null, null);
  }

  @Override
  public @Nullable ObjectNode failure(Rejection rejection, String requestId) {
    ObjectNode root = Wire.JSON.createObjectNode();
    ObjectNode error = root.putObject("error").put("message", rejection.message());
    switch (rejection.kind()) {
      case WRONG_METHOD -> {
        return null;
      }
      case INVALID, OVERLOADED, REFUSED, REFUSED_OUTPUT -> passThrough(root, error, rejection);
      case NO_MODEL ->
          error.put("type", "model_not_found").putObject("param").put("modelId", rejection.param());
      default -> {
        error.put("type", type(rejection.kind()));
        error.putNull("param");
      }
    }
    if (rejection.kind() != Rejection.Kind.UNAUTHORIZED) {
      root.put("generationId", requestId);
    }
    return root;
  }

  private static String type(Rejection.Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "authentication_error";
      case NO_FUNDS -> "insufficient_funds";
      case NO_PROVIDER -> "failed_dependency";
      case RATE_LIMITED -> "rate_limit_exceeded";
      case NO_ROUTE -> "not_found";
      case BLOCKED -> "access_denied";
      case BROKEN, UNAVAILABLE -> "internal_server_error";
      default -> "invalid_request_error";
    };
  }

  private static void passThrough(ObjectNode root, ObjectNode error, Rejection rejection) {
    error.put("type", "AI_APICallError");
    ObjectNode param =
        error
            .putObject("param")
            .put("statusCode", rejection.status())
            .put("name", "AI_APICallError")
            .put("isRetryable", rejection.status() == 429);
    if (rejection.kind() == Rejection.Kind.REFUSED_OUTPUT) {
      // The serialised error of the AI SDK holds the answer of whoever was called.
      param.put("responseBody", Wire.openAiError(rejection).toString());
    }
    error.put("code", rejection.code());
    ObjectNode routing =
        root.putObject("providerMetadata").putObject("gateway").putObject("routing");
    routing.put("resolvedProvider", "openai");
    ObjectNode attempt = routing.putArray("modelAttempts").addObject().put("success", false);
    attempt
        .putArray("providerAttempts")
        .addObject()
        .put("provider", "openai")
        .put("success", false)
        .put("statusCode", rejection.status())
        .put("error", rejection.code());
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    VercelAnswer.write(json, finished);
  }

  @Override
  public void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    headers.set("server", "Vercel");
    headers.set("x-matched-path", "/v4/ai/image-model");
    headers.set(
        "x-vercel-id",
        "iad1::iad1::"
            + Wire.hex(Mix.text(requestId)).substring(0, 5)
            + "-"
            + Wire.hex(Mix.text(requestId)));
  }

  /** Vercel names no wait, in no header. */
  @Override
  public void stampWait(MultiMap headers, long waitMillis) {}

  /** The body of {@code GET /v1/credits}. */
  ObjectNode credits() {
    long used = book.chargedNanoUsd(provider());
    return Wire.JSON
        .createObjectNode()
        .put("balance", usd(options.vercelCreditNanoUsd() - used))
        .put("total_used", usd(used));
  }

  /** Nano-dollars as a decimal string of dollars. */
  static String usd(long nanoUsd) {
    BigDecimal dollars = BigDecimal.valueOf(nanoUsd, 9).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0).toPlainString() : dollars.toPlainString();
  }
}
