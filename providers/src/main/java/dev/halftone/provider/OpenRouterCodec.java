package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bodies of OpenRouter's image endpoint, read 2026-11. */
final class OpenRouterCodec {
  /** Those of its documented shapes that the models make. */
  private static final List<ImageSize> SHAPES =
      List.of(
          new ImageSize(1, 1),
          new ImageSize(1, 2),
          new ImageSize(2, 1),
          new ImageSize(2, 3),
          new ImageSize(3, 2),
          new ImageSize(3, 4),
          new ImageSize(4, 3),
          new ImageSize(4, 5),
          new ImageSize(5, 4),
          new ImageSize(9, 16),
          new ImageSize(16, 9),
          new ImageSize(9, 21),
          new ImageSize(21, 9));

  /** The largest of the sizes that the models choose by themselves. */
  private static final long MOST_PIXELS = 1536L * 1024;

  /** The shapes are no farther apart than twice this. */
  private static final double MOST_DISTANCE = 0.125;

  private OpenRouterCodec() {}

  // tag::request[]
  /**
   * A request for a generation, or for an edit if there are references.
   *
   * <p>Parameters that a model does not advertise are refused, not ignored, so neither size nor
   * format is named, and no background: {@code transparent} is refused too.
   */
  static List<Buffer> request(ProviderCall call) {
    ImageRequest request = call.request();
    ObjectNode body =
        WireJson.object()
            .put("model", "openai/" + call.model())
            .put("prompt", request.prompt())
            .put("n", request.n())
            .put("quality", call.quality().toString());
    if (!request.size().isAuto()) {
      ImageSize shape = shape(request.size());
      body.put("aspect_ratio", shape.width() + ":" + shape.height());
    }
    if (request.isEdit()) {
      ArrayNode references = body.putArray("input_references");
      for (InputImage image : request.inputImages()) {
        references
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .putPOJO("url", Base64Text.dataUrl(image));
      }
    }
    return WireJson.pieces(body);
  }

  // end::request[]

  // tag::answer[]
  static ProviderAnswer.@Nullable Builder answer(ProviderCall call, JsonNode root, ImageBody body) {
    List<GeneratedImage> images = new ArrayList<>();
    for (JsonNode item : root.path("data")) {
      OpenAiCodec.add(images, body.image(item.get(OpenAiCodec.IMAGE_KEY)), null);
    }
    JsonNode usage = root.path("usage");
    return images.isEmpty()
        ? null
        : ProviderAnswer.of(images)
            .usage(call.request().isEdit() ? null : usage(usage))
            .billed(billed(root));
  }

  // end::answer[]

  static @Nullable Usd billed(JsonNode root) {
    return WireMoney.dollars(root.path("usage").path("cost"));
  }

  /** It tells neither references from text nor text from images, so that of an edit is none. */
  private static @Nullable Usage usage(JsonNode usage) {
    OptionalLong input = WireJson.count(usage.path("prompt_tokens"));
    OptionalLong output = WireJson.count(usage.path("completion_tokens"));
    return input.isEmpty() || output.isEmpty()
        ? null
        : new Usage(input.getAsLong(), 0, output.getAsLong(), 0);
  }

  /** Without a size, what comes has about the shape asked for and about a megapixel. */
  static Optional<String> sizeProblem(ImageSize size) {
    if (size.isAuto()) {
      return Optional.empty();
    }
    if ((long) size.width() * size.height() > MOST_PIXELS) {
      return Optional.of("OpenRouter takes a shape, not a size, and makes about a megapixel");
    }
    return distance(size, shape(size)) > MOST_DISTANCE
        ? Optional.of("OpenRouter takes no shape that is near this one")
        : Optional.empty();
  }

  /** The nearest of the shapes that can be asked for. */
  private static ImageSize shape(ImageSize size) {
    return Collections.min(SHAPES, Comparator.comparingDouble(shape -> distance(size, shape)));
  }

  /** How much longer one is than the other, as a logarithm. */
  private static double distance(ImageSize size, ImageSize shape) {
    return Math.abs(
        Math.log((double) size.width() * shape.height() / size.height() / shape.width()));
  }
}
