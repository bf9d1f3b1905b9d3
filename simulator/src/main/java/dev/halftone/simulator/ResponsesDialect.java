package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Objects;

/**
 * The image tool of OpenAI's Responses API. The text model always calls the tool, once.
 *
 * <p>Certain is the form of {@code output} and of {@code usage}. Of low confidence are {@code
 * tool_usage}, what the text model bills (see {@link Planning}) and the tool's choice of
 * gpt-image-2 when none is named.
 */
final class ResponsesDialect implements BorrowedDialect {
  private static final String TOOLS_OWN_MODEL = "gpt-image-2";

  private final OpenAiDialect lender;
  private final long seed;

  ResponsesDialect(OpenAiDialect lender, long seed) {
    this.lender = lender;
    this.seed = seed;
  }

  @Override
  public Dialect lender() {
    return lender;
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    ResponsesReader reader = new ResponsesReader(body);
    String textModel = reader.textModel();
    JsonNode tool = reader.tool();
    Planning planning = Planning.of(seed, textModel, reader.input(), reader.effort());
    String name = tool.path("model").asText(TOOLS_OWN_MODEL);
    SimulatedModel model = SimulatedModel.find(name).orElse(null);
    if (model == null || !model.isAlive(provider(), today)) {
      throw Rejection.noModel(Wire.brief(name));
    }
    return OrderReader.read(
            model.id(), model, ResponsesReader.order(tool, planning.revisedPrompt()))
        .editing(reader.references())
        .planned(planning);
  }

  @Override
  public void success(JsonGenerator json, Finished finished) throws IOException {
    ImageOrder order = finished.order();
    Planning planning = Objects.requireNonNull(order.planning());
    String id = Wire.hex(Mix.text(finished.requestId()));
    json.writeStringField("id", "resp_" + id);
    json.writeStringField("object", "response");
    json.writeNumberField("created_at", finished.createdEpochSeconds());
    json.writeStringField("status", "completed");
    json.writeNullField("error");
    json.writeNullField("incomplete_details");
    json.writeStringField("model", planning.textModel());
    json.writeObjectFieldStart("reasoning");
    json.writeStringField("effort", planning.effort());
    json.writeEndObject();
    json.writeArrayFieldStart("output");
    json.writeStartObject();
    json.writeStringField("id", "rs_" + id);
    json.writeStringField("type", "reasoning");
    json.writeArrayFieldStart("summary");
    json.writeEndArray();
    json.writeEndObject();
    if (!finished.pictures().isEmpty()) {
      writeCall(json, finished, id);
    }
    json.writeEndArray();
    writeUsage(json, planning, order.references().size());
    json.writeObjectFieldStart("tool_usage");
    json.writeObjectFieldStart("image_gen");
    OpenAiDialect.writeUsage(json, finished.bill());
    OpenAiDialect.writeOutputDetails(json, finished.bill());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeCall(JsonGenerator json, Finished finished, String id)
      throws IOException {
    ImageOrder order = finished.order();
    json.writeStartObject();
    json.writeStringField("id", "ig_" + id);
    json.writeStringField("type", "image_generation_call");
    json.writeStringField("status", "completed");
    json.writeStringField("action", order.isEdit() ? "edit" : "generate");
    json.writeStringField("background", order.transparent() ? "transparent" : "opaque");
    json.writeStringField("output_format", order.format().wireName());
    json.writeStringField("quality", order.quality());
    json.writeStringField("size", order.size().toString());
    json.writeStringField("revised_prompt", order.prompt());
    json.writeBinaryField("result", finished.pictures().get(0));
    json.writeEndObject();
  }

  private static void writeUsage(JsonGenerator json, Planning planning, int references)
      throws IOException {
    int input = planning.inputTokens(references);
    int output = planning.outputTokens();
    json.writeObjectFieldStart("usage");
    json.writeNumberField("input_tokens", input);
    json.writeObjectFieldStart("input_tokens_details");
    json.writeNumberField("cached_tokens", 0);
    json.writeEndObject();
    json.writeNumberField("output_tokens", output);
    json.writeObjectFieldStart("output_tokens_details");
    json.writeNumberField("reasoning_tokens", planning.reasoning());
    json.writeEndObject();
    json.writeNumberField("total_tokens", input + output);
    json.writeEndObject();
  }
}
