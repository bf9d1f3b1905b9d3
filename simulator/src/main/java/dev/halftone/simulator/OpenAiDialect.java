package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** OpenAI's Images API, as of November 2026. */
final class OpenAiDialect implements Dialect {
  private final SimulatorOptions options;

  OpenAiDialect(SimulatorOptions options) {
    this.options = options;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.OPENAI;
  }

  @Override
  public String clientRequestIdHeader() {
    return "x-client-request-id";
  }

  @Override
  public String requestId(long number) {
    return "req_" + Wire.hex(Mix.of(options.seed(), number)) + Wire.hex(number);
  }

  @Override
  public void checkHead(RoutingContext context) throws Rejection {
    if (!Wire.hasBearer(context.request(), options.apiKey())) {
      throw context.request().getHeader("authorization") == null
          ? Rejection.keyRefused("You didn't provide an API key.", null)
          : keyRefused();
    }
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    return order(body, today);
  }

  ImageOrder order(JsonNode body, LocalDate today) throws Rejection {
    JsonNode name = body.path("model");
    if (name.isMissingNode() || name.isNull()) {
      throw Rejection.invalid(
          "model", "missing_required_parameter", "Missing required parameter: 'model'.");
    }
    if (!name.isTextual()) {
      throw Rejection.invalid(
          "model", "invalid_type", "Invalid type for 'model': expected a string.");
    }
    SimulatedModel model = SimulatedModel.find(name.textValue()).orElse(null);
    if (model == null || !model.isAlive(provider(), today)) {
      throw Rejection.noModel(name.textValue());
    }
    return OrderReader.read(model.id(), model, body);
  }

  @Override
  public int units(ImageOrder order) {
    return order.images();
  }

  @Override
  public Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis) {
    int used = Math.max(0, state.perMinute() - state.remaining());
    return Rejection.rateLimited(
        "Rate limit reached for "
            + order.calledAs()
            + " in organization org-simulator on images per min: Limit "
            + state.perMinute()
            + ", Used "
            + used
            + ", Requested "
            + order.images()
            + ". Please try again in "
            + LimitState.text(waitMillis)
            + ".",
        waitMillis);
  }

  @Override
  public ObjectNode failure(Rejection rejection, String requestId) {
    return Wire.openAiError(rejection);
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    writeHead(json, finished);
    json.writeArrayFieldStart("data");
    for (byte[] picture : finished.pictures()) {
      json.writeStartObject();
      json.writeBinaryField("b64_json", picture);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usage");
    writeUsage(json, finished.bill());
    writeOutputDetails(json, finished.bill());
    json.writeEndObject();
  }

  /** What Azure leaves out of {@code usage}. */
  static void writeOutputDetails(JsonGenerator json, Bill bill) throws IOException {
    json.writeObjectFieldStart("output_tokens_details");
    json.writeNumberField("image_tokens", bill.imageOutput());
    json.writeNumberField("text_tokens", bill.textOutput());
    json.writeEndObject();
  }

  /** The fields above the pictures. */
  static void writeHead(JsonGenerator json, Finished finished) throws IOException {
    ImageOrder order = finished.order();
    json.writeNumberField("created", finished.createdEpochSeconds());
    json.writeStringField("background", order.transparent() ? "transparent" : "opaque");
    json.writeStringField("output_format", order.format().wireName());
    json.writeStringField("quality", order.quality());
    json.writeStringField("size", order.size().toString());
  }

  /** The fields of {@code usage} that are always there. */
  static void writeUsage(JsonGenerator json, Bill bill) throws IOException {
    json.writeNumberField("input_tokens", bill.input());
    json.writeObjectFieldStart("input_tokens_details");
    json.writeNumberField("text_tokens", bill.textInput());
    json.writeNumberField("image_tokens", bill.imageInput());
    json.writeEndObject();
    json.writeNumberField("output_tokens", bill.output());
    json.writeNumberField("total_tokens", bill.total());
  }

  @Override
  public void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    headers.set("x-request-id", requestId);
    headers.set("openai-version", "2020-10-01");
    headers.set("openai-organization", "org-simulator");
    headers.set("openai-processing-ms", Long.toString(workMillis));
    if (limits != null) {
      headers.set("x-ratelimit-limit-requests", Integer.toString(limits.perMinute()));
      headers.set("x-ratelimit-remaining-requests", Integer.toString(limits.remaining()));
      headers.set("x-ratelimit-reset-requests", limits.resetText());
    }
  }

  @Override
  public void stampWait(MultiMap headers, long waitMillis) {
    headers.set("retry-after-ms", Long.toString(waitMillis));
    headers.set("retry-after", Long.toString((waitMillis + 999) / 1_000));
  }

  /** The body of {@code GET /models}: what is alive today, with its shutdown date if known. */
  ObjectNode models(LocalDate today) {
    ObjectNode root = Wire.JSON.createObjectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    long created = LocalDate.of(2026, 4, 21).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    for (SimulatedModel model : SimulatedModel.all()) {
      if (model.isAlive(provider(), today)) {
        ObjectNode entry = data.addObject();
        entry.put("id", model.id()).put("object", "model").put("created", created);
        entry.put("owned_by", "system");
        if (model.openAiEnd() != null) {
          entry.put("shutdown_date", String.valueOf(model.openAiEnd()));
        }
      }
    }
    return root;
  }
}
