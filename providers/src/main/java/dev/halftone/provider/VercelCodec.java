package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of Vercel AI Gateway's native image endpoint, protocol 0.0.1, specification 4. */
final class VercelCodec {
  static final String IMAGE_KEY = "images";

  /** Bounded, so that no exponent is ever expanded digit by digit. */
  private static final Pattern DOLLARS = Pattern.compile("\\d{1,10}(\\.\\d{1,40})?");

  private static final int NANOS = 9;

  private VercelCodec() {}

  /**
   * A request for generations.
   *
   * @param onlyProviders the providers behind the gateway that may serve it; empty for any
   */
  static Buffer request(ProviderCall call, List<String> onlyProviders) {
    ImageRequest request = call.request();
    ObjectNode body = WireJson.object().put("prompt", request.prompt()).put("n", request.n());
    if (!request.size().isAuto()) {
      // The endpoint knows WxH only; without a size the provider behind it chooses.
      body.put("size", request.size().toString());
    }
    ObjectNode options = body.putObject("providerOptions");
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
    if (call.thinking() != Thinking.OFF) {
      openAi.put("complexity", call.thinking().toString());
    }
    if (!onlyProviders.isEmpty()) {
      onlyProviders.forEach(options.putObject("gateway").putArray("only")::add);
    }
    return WireJson.bytes(body);
  }

  static ProviderAnswer.@Nullable Builder answer(JsonNode root, ImageBody body) {
    JsonNode metadata =
        root.has("providerMetadata")
            ? root.path("providerMetadata")
            : root.path("provider_metadata");
    JsonNode details = metadata.path("openai").path("images");
    List<GeneratedImage> images = new ArrayList<>();
    int index = 0;
    for (JsonNode image : root.path(IMAGE_KEY)) {
      String revised = WireJson.text(details.path(index++).path("revisedPrompt"));
      OpenAiCodec.add(images, body.image(image), revised);
    }
    JsonNode gateway = metadata.path("gateway");
    String generation = WireJson.text(gateway.path("generationId"));
    return images.isEmpty()
        ? null
        : ProviderAnswer.of(images)
            .usage(usage(root.path("usage")))
            .billed(billed(gateway.path("cost")))
            .requestId(generation);
  }

  /** Text and images are not told apart here; without reference images all input is text. */
  private static @Nullable Usage usage(JsonNode usage) {
    OptionalLong input = WireJson.count(usage.path("inputTokens"));
    OptionalLong output = WireJson.count(usage.path("outputTokens"));
    return input.isEmpty() || output.isEmpty()
        ? null
        : new Usage(input.getAsLong(), 0, output.getAsLong(), 0);
  }

  /**
   * The cost in the gateway's own words. It may have more than nine decimals; the rest is rounded
   * up to the next nano-dollar, so that the ledger never holds less than was paid. Zero is what the
   * gateway reports when the call went to the caller's own account elsewhere, so it says nothing.
   */
  private static @Nullable Usd billed(JsonNode cost) {
    String text = cost.isNumber() ? cost.decimalValue().toPlainString() : cost.asText("");
    if (text.length() > 64 || !DOLLARS.matcher(text).matches()) {
      return null;
    }
    BigDecimal dollars = new BigDecimal(text);
    BigDecimal nanos = dollars.movePointRight(NANOS).setScale(0, RoundingMode.CEILING);
    boolean fits = nanos.signum() > 0 && nanos.toBigInteger().bitLength() < Long.SIZE;
    return fits ? Usd.ofNanos(nanos.longValueExact()) : null;
  }
}
