package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the native success body of Vercel AI Gateway. */
final class VercelAnswer {
  private VercelAnswer() {}

  static void write(JsonGenerator json, Finished finished) throws IOException {
    Bill bill = finished.bill();
    json.writeArrayFieldStart("images");
    for (byte[] picture : finished.pictures()) {
      json.writeBinary(picture);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("warnings");
    for (String feature : finished.order().ignored()) {
      json.writeStartObject();
      json.writeStringField("type", "unsupported");
      json.writeStringField("feature", feature);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("usage");
    json.writeNumberField("inputTokens", bill.input());
    json.writeNumberField("outputTokens", bill.output());
    json.writeNumberField("totalTokens", bill.total());
    json.writeEndObject();
    json.writeObjectFieldStart("providerMetadata");
    writeOpenAi(json, finished);
    writeGateway(json, finished);
    json.writeEndObject();
  }

  /** Input tokens, shared evenly; the first pictures carry what is left over. */
  private static void writeOpenAi(JsonGenerator json, Finished finished) throws IOException {
    ImageOrder order = finished.order();
    Bill bill = finished.bill();
    json.writeObjectFieldStart("openai");
    json.writeArrayFieldStart("images");
    for (int i = 0; i < order.images(); i++) {
      json.writeStartObject();
      json.writeNumberField("created", finished.createdEpochSeconds());
      json.writeStringField("size", order.size().toString());
      json.writeStringField("quality", order.quality());
      json.writeStringField("background", order.transparent() ? "transparent" : "opaque");
      json.writeStringField("outputFormat", order.format().wireName());
      json.writeNumberField("imageTokens", share(bill.imageInput(), i, order.images()));
      json.writeNumberField("textTokens", share(bill.textInput(), i, order.images()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static int share(int tokens, int index, int images) {
    return tokens / images + (index < tokens % images ? 1 : 0);
  }

  static void writeGateway(JsonGenerator json, Finished finished) throws IOException {
    ImageOrder order = finished.order();
    String cost = VercelDialect.usd(finished.bill().nanoUsd());
    json.writeObjectFieldStart("gateway");
    json.writeObjectFieldStart("routing");
    json.writeStringField("originalModelId", order.calledAs());
    json.writeStringField("resolvedProvider", "openai");
    json.writeStringField("resolvedProviderApiModelId", order.model().id());
    json.writeStringField("canonicalSlug", order.calledAs());
    json.writeStringField("finalProvider", "openai");
    json.writeNumberField("modelAttemptCount", 1);
    json.writeArrayFieldStart("modelAttempts");
    json.writeStartObject();
    json.writeBooleanField("success", true);
    json.writeArrayFieldStart("providerAttempts");
    json.writeStartObject();
    json.writeStringField("provider", "openai");
    json.writeStringField("credentialType", "system");
    json.writeBooleanField("success", true);
    json.writeNumberField("statusCode", 200);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeStringField("cost", cost);
    json.writeStringField("marketCost", cost);
    json.writeStringField("generationId", finished.requestId());
    json.writeEndObject();
  }
}
