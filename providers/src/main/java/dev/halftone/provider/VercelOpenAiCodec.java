package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of Vercel AI Gateway's OpenAI-compatible image endpoints, read 2026-04 to 2026-10. */
final class VercelOpenAiCodec {
  private VercelOpenAiCodec() {}

  /**
   * A generation, or an edit with the references as data URLs. What is not documented by its OpenAI
   * name travels under {@code providerOptions}.
   *
   * @param onlyProviders the providers behind the gateway that may serve it; empty for any
   */
  static List<Buffer> request(ProviderCall call, List<String> onlyProviders) {
    ImageRequest request = call.request();
    ObjectNode body =
        WireJson.object()
            .put("model", "openai/" + call.model())
            .put("prompt", request.prompt())
            .put("n", request.n())
            .put("size", request.size().toString())
            .put("quality", call.quality().toString())
            .put("output_format", request.outputFormat().toString());
    if (request.background() != null) {
      body.put("background", request.background().toString());
    }
    ObjectNode options = VercelCodec.providerOptions(call, onlyProviders);
    // Named above already.
    options.withObject("openai").remove(List.of("quality", "outputFormat", "background"));
    if (options.path("openai").isEmpty()) {
      options.remove("openai");
    }
    if (!options.isEmpty()) {
      body.set("providerOptions", options);
    }
    if (request.isEdit()) {
      ArrayNode images = body.putArray("images");
      for (InputImage image : request.inputImages()) {
        images.addObject().putPOJO("image_url", Base64Text.dataUrl(image));
      }
    }
    return WireJson.pieces(body);
  }

  static ProviderAnswer.@Nullable Builder answer(ProviderCall call, JsonNode root, ImageBody body) {
    ProviderAnswer.Builder answer = OpenAiCodec.answer(call.request().isEdit(), root, body);
    if (answer == null) {
      return null;
    }
    JsonNode gateway = VercelCodec.metadata(root).path("gateway");
    return answer
        .billed(billed(root))
        .requestId(WireJson.text(gateway.path("generationId")))
        .dropped(VercelWarnings.dropped(root.path("warnings")));
  }

  static @Nullable Usd billed(JsonNode root) {
    Usd billed = VercelCodec.billed(root);
    return billed == null ? WireMoney.dollars(root.path("usage").path("cost")) : billed;
  }
}
