package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads requests of the Responses API that call the image tool, and no others. */
final class ResponsesReader {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instructions",
          "reasoning",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "store",
          "stream",
          "metadata",
          "max_output_tokens",
          "user",
          "safety_identifier");
  private static final Set<String> TOOL_KEYS =
      Set.of("size", "quality", "output_format", "output_compression", "background", "moderation");

  private final JsonNode body;
  private final StringBuilder text = new StringBuilder();
  private final List<Reference> references = new ArrayList<>();

  ResponsesReader(JsonNode body) {
    this.body = body;
  }

  /** The text model, which this simulator knows by how its name starts. */
  String textModel() throws Rejection {
    String model = body.path("model").asText("");
    if (model.isEmpty()) {
      throw missing("model");
    }
    if (!model.startsWith("gpt-5") && !model.startsWith("gpt-6")) {
      throw Rejection.noModel(Wire.brief(model));
    }
    return model;
  }

  String effort() throws Rejection {
    JsonNode effort = body.path("reasoning").path("effort");
    if (effort.isMissingNode() || effort.isNull()) {
      return "medium";
    }
    if (!Planning.EFFORTS.contains(effort.asText())) {
      throw invalid("reasoning.effort", "invalid_value");
    }
    return effort.asText();
  }

  /** The one image tool there has to be. */
  JsonNode tool() throws Rejection {
    for (var names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KNOWN.contains(name)) {
        throw Rejection.invalid(
            name, "unknown_parameter", "Unknown parameter: '" + Wire.brief(name) + "'.");
      }
    }
    if (body.path("stream").asBoolean()) {
      throw Rejection.invalid("stream", "invalid_value", "The simulator streams images only.");
    }
    JsonNode tools = body.path("tools");
    if (tools.size() != 1 || !isImageTool(tools.path(0))) {
      throw Rejection.invalid(
          "tools", "invalid_value", "The simulator serves one tool, 'image_generation', only.");
    }
    JsonNode choice = body.path("tool_choice");
    boolean open = choice.isMissingNode() || choice.isNull();
    boolean named = choice.asText().equals("auto") || choice.asText().equals("required");
    if (!open && !named && !isImageTool(choice)) {
      throw invalid("tool_choice", "invalid_value");
    }
    return tools.path(0);
  }

  private static boolean isImageTool(JsonNode node) {
    return node.path("type").asText().equals("image_generation");
  }

  /** What the tool would send to the Images API, with that prompt. */
  static ObjectNode order(JsonNode tool, String prompt) throws Rejection {
    ObjectNode order = Wire.JSON.createObjectNode().put("prompt", prompt);
    for (var field : tool.properties()) {
      if (TOOL_KEYS.contains(field.getKey())) {
        order.set(field.getKey(), field.getValue());
      } else if (!Set.of("type", "model", "action").contains(field.getKey())) {
        String name = "tools[0]." + Wire.brief(field.getKey());
        throw Rejection.invalid(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
      }
    }
    return order;
  }

  /** The text of {@code input}, whether it is one string or a list of messages. */
  String input() throws Rejection {
    JsonNode input = body.path("input");
    if (input.isTextual()) {
      text.append(input.textValue());
    } else if (input.isArray()) {
      for (JsonNode message : input) {
        content(message.path("content"));
      }
    }
    if (text.isEmpty()) {
      throw missing("input");
    }
    return text.toString();
  }

  /** The pictures that came with the input; to be asked after {@link #input}. */
  List<Reference> references() throws Rejection {
    if (!references.isEmpty()) {
      ReferenceReader.checkCount("input", references.size());
    }
    return references;
  }

  private void content(JsonNode content) throws Rejection {
    if (content.isTextual()) {
      text.append(content.textValue());
      return;
    }
    for (JsonNode part : content) {
      switch (part.path("type").asText()) {
        case "input_text" -> text.append(part.path("text").asText());
        case "input_image" ->
            references.add(Reference.readUrl("input", part.path("image_url").asText()));
        default -> throw invalid("input", "invalid_value");
      }
    }
  }

  private static Rejection missing(String name) {
    return Rejection.invalid(
        name, "missing_required_parameter", "Missing required parameter: '" + name + "'.");
  }

  private static Rejection invalid(String name, String code) {
    return Rejection.invalid(name, code, "Invalid value of '" + name + "'.");
  }
}
