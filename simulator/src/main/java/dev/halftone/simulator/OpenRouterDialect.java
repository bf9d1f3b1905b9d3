package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's image endpoint, {@code POST /api/v1/images}. It names OpenAI's models {@code
 * openai/...}, takes references but no mask, and refuses what it does not know. What pixels an
 * aspect ratio becomes, the metadata of failures and the id's header are guesses.
 */
final class OpenRouterDialect implements Dialect {
  static final String PATH = "/openrouter/api/v1/images";

  private static final String PREFIX = "openai/";
  private static final Set<String> PASSED_ON =
      Set.of("prompt", "n", "quality", "size", "background", "output_format", "output_compression");
  private static final Map<String, String> RATIOS =
      Map.of(
          "1:1", "1024x1024",
          "3:2", "1536x1024",
          "2:3", "1024x1536",
          "4:3", "1280x960",
          "3:4", "960x1280",
          "16:9", "1536x864",
          "9:16", "864x1536");

  private final SimulatorOptions options;

  OpenRouterDialect(SimulatorOptions options) {
    this.options = options;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.OPENROUTER;
  }

  @Override
  public String clientRequestIdHeader() {
    return "x-client-request-id";
  }

  @Override
  public String requestId(long number) {
    return "gen-" + Wire.hex(number) + "-" + Wire.hex(Mix.of(options.seed(), number));
  }

  @Override
  public void checkHead(RoutingContext context) throws Rejection {
    if (!Wire.hasBearer(context.request(), options.apiKey())) {
      throw keyRefused();
    }
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    String id = body.path("model").asText("");
    String name = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
    SimulatedModel model = SimulatedModel.find(name).orElse(null);
    if (model == null || !model.isAlive(provider(), today)) {
      throw Rejection.of(
          Rejection.Kind.NO_MODEL, 400, Wire.brief(id) + " is not a valid model ID", null, null);
    }
    ObjectNode upstream = Wire.JSON.createObjectNode();
    for (var field : body.properties()) {
      if (PASSED_ON.contains(field.getKey())) {
        upstream.set(field.getKey(), field.getValue());
      } else if (!Set.of("model", "aspect_ratio", "input_references", "user")
          .contains(field.getKey())) {
        throw Rejection.unreadable(
            "Unsupported parameter: " + Wire.brief(field.getKey()), "unknown_parameter");
      }
    }
    if (body.hasNonNull("aspect_ratio")) {
      String size = RATIOS.get(body.path("aspect_ratio").asText());
      if (size == null || body.hasNonNull("size")) {
        throw Rejection.unreadable("Invalid aspect_ratio, or given together with size", null);
      }
      upstream.put("size", size);
    }
    return OrderReader.read(id, model, upstream).editing(ReferenceReader.openRouter(body));
  }

  @Override
  public int units(ImageOrder order) {
    return order.images();
  }

  @Override
  public Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis) {
    return Rejection.rateLimited("Rate limit exceeded", waitMillis);
  }

  @Override
  public Rejection keyRefused() {
    return Rejection.keyRefused("No auth credentials found", null);
  }

  @Override
  public Rejection quotaExhausted() {
    return Rejection.of(Rejection.Kind.NO_FUNDS, 402, "Insufficient credits", null, null);
  }

  @Override
  public Rejection blocked() {
    return Rejection.of(Rejection.Kind.BLOCKED, 403, "Access to this model is denied", null, null);
  }

  @Override
  public @Nullable ObjectNode failure(Rejection rejection, String requestId) {
    ObjectNode root = Wire.JSON.createObjectNode();
    ObjectNode error =
        root.putObject("error").put("code", rejection.status()).put("message", rejection.message());
    switch (rejection.kind()) {
      case INVALID, REFUSED, REFUSED_OUTPUT, OVERLOADED, BROKEN ->
          error
              .putObject("metadata")
              .put("provider_name", "OpenAI")
              .put("raw", Wire.openAiError(rejection).toString());
      default -> error.putObject("metadata");
    }
    return root;
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    Bill bill = finished.bill();
    json.writeNumberField("created", finished.createdEpochSeconds());
    json.writeArrayFieldStart("data");
    for (byte[] picture : finished.pictures()) {
      json.writeStartObject();
      json.writeBinaryField("b64_json", picture);
      json.writeStringField("media_type", "image/" + finished.order().format().wireName());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", bill.input());
    json.writeNumberField("completion_tokens", bill.output());
    json.writeNumberField("total_tokens", bill.total());
    json.writeFieldName("cost");
    json.writeNumber(new BigDecimal(VercelDialect.usd(bill.nanoUsd())));
    json.writeEndObject();
  }

  @Override
  public void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    headers.set("x-generation-id", requestId);
  }

  /** No wait is documented, in no header. */
  @Override
  public void stampWait(MultiMap headers, long waitMillis) {}
}
