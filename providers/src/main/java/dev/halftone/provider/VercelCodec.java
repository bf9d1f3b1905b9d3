package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
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

/** The bodies of Vercel AI Gateway's native image endpoint, protocol 0.0.1, specification 4. */
final class VercelCodec {
  static final String IMAGE_KEY = "images";

  private VercelCodec() {}

  /**
   * A request for generations, or for edits if there are references.
   *
   * @param onlyProviders the providers behind the gateway that may serve it; empty for any
   */
  static List<Buffer> request(ProviderCall call, List<String> onlyProviders) {
    ImageRequest request = call.request();
    ObjectNode body = WireJson.object().put("prompt", request.prompt()).put("n", request.n());
    if (!request.size().isAuto()) {
      // The endpoint knows WxH only; without a size the provider behind it chooses.
      body.put("size", request.size().toString());
    }
    if (request.isEdit()) {
      ArrayNode files = body.putArray("files");
      request.inputImages().forEach(image -> file(files.addObject(), image));
    }
    InputImage mask = request.mask();
    if (mask != null) {
      file(body.putObject("mask"), mask);
    }
    body.set("providerOptions", providerOptions(call, onlyProviders));
    return WireJson.pieces(body);
  }

  /** Settings of the provider behind the gateway, and of the gateway itself. */
  static ObjectNode providerOptions(ProviderCall call, List<String> onlyProviders) {
    ImageRequest request = call.request();
    ObjectNode options = WireJson.object();
    ObjectNode openAi =
        options
            .putObject("openai")
            .put("quality", call.quality().toString())
            .put("outputFormat", request.outputFormat().toString());
    if (request.background() != null) {
      openAi.put("background", request.background().toString());
    }
    Integer compression = request.outputCompression();
    if (compression != null && request.outputFormat() != OutputFormat.PNG) {
      openAi.put("outputCompression", compression.intValue());
    }
    // As at OpenAI itself, it is documented for generations only.
    if (call.thinking() != Thinking.OFF && !request.isEdit()) {
      openAi.put("complexity", call.thinking().toString());
    }
    if (!onlyProviders.isEmpty()) {
      onlyProviders.forEach(options.putObject("gateway").putArray("only")::add);
    }
    return options;
  }

  private static void file(ObjectNode file, InputImage image) {
    file.put("type", "file")
        .put("mediaType", "image/" + image.format())
        .putPOJO("data", Base64Text.of(image));
  }

  static JsonNode metadata(JsonNode root) {
    return root.has("providerMetadata")
        ? root.path("providerMetadata")
        : root.path("provider_metadata");
  }

  static ProviderAnswer.@Nullable Builder answer(ProviderCall call, JsonNode root, ImageBody body) {
    JsonNode metadata = metadata(root);
    JsonNode details = metadata.path("openai").path("images");
    List<GeneratedImage> images = new ArrayList<>();
    int index = 0;
    for (JsonNode image : root.path(IMAGE_KEY)) {
      String revised = WireJson.text(details.path(index++).path("revisedPrompt"));
      OpenAiCodec.add(images, body.image(image), revised);
    }
    JsonNode gateway = metadata.path("gateway");
    return images.isEmpty()
        ? null
        : ProviderAnswer.of(images)
            .usage(usage(call, root.path("usage"), details))
            .billed(billed(root))
            .requestId(WireJson.text(gateway.path("generationId")))
            .dropped(VercelWarnings.dropped(root.path("warnings")));
  }

  static @Nullable Usd billed(JsonNode root) {
    return WireMoney.dollars(metadata(root).path("gateway").path("cost"));
  }

  /**
   * The sums, and how much of the input was references, which the details of the images tell in
   * parts. Parts that do not make up the sum are not believed, and without them the input of an
   * edit has no price: references cost more than text.
   */
  private static @Nullable Usage usage(ProviderCall call, JsonNode usage, JsonNode details) {
    OptionalLong input = WireJson.count(usage.path("inputTokens"));
    OptionalLong output = WireJson.count(usage.path("outputTokens"));
    if (input.isEmpty() || output.isEmpty()) {
      return null;
    }
    long text = 0;
    long image = 0;
    for (JsonNode one : details) {
      text += WireJson.count(one.path("textTokens")).orElse(0);
      image += WireJson.count(one.path("imageTokens")).orElse(0);
    }
    long total = input.getAsLong();
    boolean divided = image >= 0 && image <= total && text == total - image;
    if (!divided && call.request().isEdit()) {
      return null;
    }
    long references = divided ? image : 0;
    return new Usage(total - references, references, output.getAsLong(), 0);
  }
}
