package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bodies of OpenAI's Images API, which Azure shares. */
final class OpenAiCodec {
  static final String IMAGE_KEY = "b64_json";

  private OpenAiCodec() {}

  /**
   * A request for generations.
   *
   * <p>Size, quality and n are always named: their defaults differ between hosts and change. {@code
   * response_format} is never sent: GPT image models refuse it.
   *
   * @param model as this host calls it
   */
  static Buffer request(ProviderCall call, String model) {
    ImageRequest request = call.request();
    ObjectNode body =
        WireJson.object()
            .put("model", model)
            .put("prompt", request.prompt())
            .put("n", request.n())
            .put("size", request.size().toString())
            .put("quality", call.quality().toString())
            .put("output_format", request.outputFormat().toString());
    if (request.background() != null) {
      body.put("background", request.background().toString());
    }
    Integer compression = request.outputCompression();
    if (compression != null && request.outputFormat() != OutputFormat.PNG) {
      body.put("output_compression", compression.intValue());
    }
    if (call.thinking() != Thinking.OFF) {
      body.put("complexity", call.thinking().toString());
    }
    return WireJson.bytes(body);
  }

  static ProviderAnswer.@Nullable Builder answer(JsonNode root, ImageBody body) {
    List<GeneratedImage> images = new ArrayList<>();
    for (JsonNode item : root.path("data")) {
      add(images, body.image(item.get(IMAGE_KEY)), WireJson.text(item.path("revised_prompt")));
    }
    return images.isEmpty() ? null : ProviderAnswer.of(images).usage(usage(root.path("usage")));
  }

  /** Adds an image if its bytes are one; what was asked for does not matter, only what came. */
  static void add(
      List<GeneratedImage> images, @Nullable Buffer bytes, @Nullable String revisedPrompt) {
    OutputFormat format = bytes == null ? null : OutputFormat.sniff(bytes);
    if (bytes != null && format != null) {
      images.add(new GeneratedImage(bytes, format, revisedPrompt));
    }
  }

  /** Null where it is missing or makes no sense: the images are worth more than the count. */
  private static @Nullable Usage usage(JsonNode usage) {
    OptionalLong input = WireJson.count(usage.path("input_tokens"));
    OptionalLong output = WireJson.count(usage.path("output_tokens"));
    if (input.isEmpty() || output.isEmpty()) {
      return null;
    }
    JsonNode in = usage.path("input_tokens_details");
    JsonNode out = usage.path("output_tokens_details");
    long imageInput = part(in, "image_tokens", "text_tokens", input.getAsLong());
    // Without details, all output is the image: that is what the models are priced by.
    long textOutput = part(out, "text_tokens", "image_tokens", output.getAsLong());
    return new Usage(
        input.getAsLong() - imageInput, imageInput, output.getAsLong() - textOutput, textOutput);
  }

  /** One of two parts that make up a total; 0 if they do not. */
  private static long part(JsonNode details, String name, String other, long total) {
    OptionalLong part = WireJson.count(details.path(name));
    OptionalLong rest = WireJson.count(details.path(other));
    return part.isPresent() && rest.isPresent() && part.getAsLong() == total - rest.getAsLong()
        ? part.getAsLong()
        : 0;
  }
}
