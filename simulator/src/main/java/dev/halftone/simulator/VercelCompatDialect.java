package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAI-compatible image endpoints of Vercel AI Gateway: generations, and edits as JSON. That
 * edits take JSON is known from one client only; multipart is refused here.
 */
final class VercelCompatDialect implements BorrowedDialect {
  private final VercelDialect lender;
  private final boolean edits;
  private final FileShelf noFiles = new FileShelf(0);

  VercelCompatDialect(VercelDialect lender, boolean edits) {
    this.lender = lender;
    this.edits = edits;
  }

  @Override
  public Dialect lender() {
    return lender;
  }

  @Override
  public void checkHead(RoutingContext context) throws Rejection {
    lender.checkKey(context.request());
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    SimulatedModel model = lender.model(body.path("model").asText(""), body, today);
    if (!body.path("response_format").asText("b64_json").equals("b64_json")) {
      throw Rejection.unreadable("Invalid input: response_format: expected b64_json.", null);
    }
    JsonNode plain = edits ? EditDialect.withoutPictures(body) : body;
    ObjectNode upstream = plain.deepCopy();
    upstream.remove(List.of("model", "providerOptions", "response_format"));
    VercelDialect.copyOptions(body, upstream);
    ImageOrder order = OrderReader.read(body.path("model").asText(), model, upstream);
    if (order.isStreamed()) {
      throw Rejection.invalid(
          "stream", "invalid_value", "The simulator's gateway does not stream.");
    }
    return edits ? order.editing(new ReferenceReader(noFiles).json(body)) : order;
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    Bill bill = finished.bill();
    json.writeNumberField("created", finished.createdEpochSeconds());
    json.writeArrayFieldStart("data");
    for (byte[] picture : finished.pictures()) {
      json.writeStartObject();
      json.writeBinaryField("b64_json", picture);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usage");
    json.writeNumberField("input_tokens", bill.input());
    json.writeNumberField("output_tokens", bill.output());
    json.writeNumberField("total_tokens", bill.total());
    json.writeEndObject();
    json.writeObjectFieldStart("providerMetadata");
    VercelAnswer.writeGateway(json, finished);
    json.writeEndObject();
  }

  @Override
  public void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    lender.stamp(headers, requestId, limits, workMillis);
    headers.set("x-matched-path", edits ? "/v1/images/edits" : "/v1/images/generations");
  }
}
