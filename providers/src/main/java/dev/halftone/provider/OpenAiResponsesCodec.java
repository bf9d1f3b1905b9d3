package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bodies of OpenAI's Responses API with its image tool. */
final class OpenAiResponsesCodec {
  static final String IMAGE_KEY = "result";

  private static final String TOOL = "image_generation";

  private OpenAiResponsesCodec() {}

  /** A request that makes the text model call the tool, with the prompt and the references. */
  static List<Buffer> request(ProviderCall call, String textModel) {
    ImageRequest request = call.request();
    ObjectNode body = WireJson.object().put("model", textModel);
    if (call.thinking() != Thinking.OFF) {
      body.putObject("reasoning").put("effort", call.thinking().toString());
    }
    ArrayNode content = body.putArray("input").addObject().put("role", "user").putArray("content");
    content.addObject().put("type", "input_text").put("text", request.prompt());
    for (InputImage image : request.inputImages()) {
      content
          .addObject()
          .put("type", "input_image")
          .putPOJO("image_url", Base64Text.dataUrl(image));
    }
    body.putArray("tools").add(tool(call));
    body.putObject("tool_choice").put("type", TOOL);
    return WireJson.pieces(body);
  }

  private static ObjectNode tool(ProviderCall call) {
    ImageRequest request = call.request();
    ObjectNode tool =
        WireJson.object()
            .put("type", TOOL)
            .put("model", call.model())
            .put("size", request.size().toString())
            .put("quality", call.quality().toString())
            .put("output_format", request.outputFormat().toString());
    if (request.background() != null) {
      tool.put("background", request.background().toString());
    }
    Integer compression = request.outputCompression();
    if (compression != null && request.outputFormat() != OutputFormat.PNG) {
      tool.put("output_compression", compression);
    }
    return tool;
  }

  /**
   * The images that the tool made. Usage counts only if both models tell theirs: one without the
   * other would be too small a bill, and without either the quote decides.
   */
  static ProviderAnswer.@Nullable Builder answer(ProviderCall call, JsonNode root, ImageBody body) {
    List<GeneratedImage> images = new ArrayList<>();
    for (JsonNode item : root.path("output")) {
      if (item.path("type").asText().equals("image_generation_call")) {
        OpenAiCodec.add(
            images, body.image(item.get(IMAGE_KEY)), WireJson.text(item.path("revised_prompt")));
      }
    }
    if (images.isEmpty()) {
      return null;
    }
    Usage text = textUsage(root.path("usage"));
    Usage image =
        OpenAiCodec.usage(call.request().isEdit(), root.path("tool_usage").path("image_gen"));
    ProviderAnswer.Builder answer = ProviderAnswer.of(images).textModelUsage(text);
    return text == null ? answer : answer.usage(image);
  }

  private static @Nullable Usage textUsage(JsonNode usage) {
    OptionalLong input = WireJson.count(usage.path("input_tokens"));
    OptionalLong output = WireJson.count(usage.path("output_tokens"));
    return input.isEmpty() || output.isEmpty()
        ? null
        : new Usage(input.getAsLong(), 0, 0, output.getAsLong());
  }
}
