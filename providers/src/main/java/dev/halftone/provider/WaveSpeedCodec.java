package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bodies of WaveSpeedAI's image models, in the newest form that its pages show. Pure. */
final class WaveSpeedCodec {
  private static final int SUCCESS = 200;

  private WaveSpeedCodec() {}

  static String endpoint(ProviderCall call) {
    boolean edit = !call.request().inputImages().isEmpty();
    return "openai/" + call.model() + (edit ? "/edit" : "/text-to-image");
  }

  /** Whether it takes this quality; there is no auto, which is sent as its default. */
  static boolean takes(Quality quality) {
    return quality != Quality.XHIGH && quality != Quality.MAX;
  }

  static List<Buffer> request(ProviderCall call, boolean syncMode, boolean base64Output) {
    ImageRequest request = call.request();
    ObjectNode body = WireJson.object().put("prompt", request.prompt());
    WaveSpeedShape shape = WaveSpeedShape.of(request.size());
    if (shape != null) {
      body.put("aspect_ratio", shape.aspectRatio());
    }
    Quality quality = call.quality() == Quality.AUTO ? Quality.MEDIUM : call.quality();
    body.put("resolution", shape == null ? "1k" : shape.resolution())
        .put("quality", quality.toString())
        .put("output_format", request.outputFormat().toString())
        .put("enable_sync_mode", syncMode)
        .put("enable_base64_output", base64Output);
    if (request.isEdit()) {
      ArrayNode images = body.putArray("images");
      request.inputImages().forEach(image -> images.addPOJO(Base64Text.dataUrl(image)));
    }
    return WireJson.pieces(body);
  }

  /**
   * The error of a call that was turned away. The code of the envelope is like an HTTP status, and
   * not the code of a task.
   */
  static ErrorBody error(@Nullable JsonNode root, int status) {
    if (root == null || root.path("data").isObject()) {
      return ErrorBody.read(null);
    }
    int envelope = root.path("code").asInt(0);
    String code = WireJson.text(root.path("error_code"));
    String message = root.path("message").asText("");
    boolean success = status <= 299 && code == null && (envelope == SUCCESS || envelope == 0);
    if (success || (code == null && envelope == 0 && message.isEmpty())) {
      return ErrorBody.read(null);
    }
    Set<String> tokens = new LinkedHashSet<>();
    if (code != null && code.length() <= 128) {
      tokens.add(code);
    }
    addMeaning(tokens, message);
    int inner = status <= 299 && envelope >= 400 && envelope <= 599 ? envelope : 0;
    return new ErrorBody(true, code, tokens, message, inner, false, null);
  }

  /** The error of a task that ended without images; its state is the last thing to go by. */
  static ErrorBody failed(JsonNode data, String state) {
    Set<String> tokens = new LinkedHashSet<>();
    String code = WireJson.text(data.path("code"));
    if (code != null && code.length() <= 128) {
      tokens.add(code);
    }
    String message = data.path("error").asText("");
    addMeaning(tokens, message);
    tokens.add(state);
    String id = WireJson.text(data.path("id"));
    return new ErrorBody(true, code == null ? state : code, tokens, message, 0, false, id);
  }

  private static void addMeaning(Set<String> tokens, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("flagged as") || text.contains("potentially sensitive")) {
      tokens.add(WaveSpeedFailures.FLAGGED);
    }
    if (text.contains("insufficient") && (text.contains("balance") || text.contains("credit"))) {
      tokens.add(WaveSpeedFailures.NO_BALANCE);
    }
  }
}
