package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parameters of a generation the way OpenAI does and makes an order of them. Pure.
 *
 * <p>{@code auto} becomes high and 1024x1024 here; the real servers choose by prompt.
 */
final class OrderReader {
  private static final Set<String> KNOWN =
      Set.of(
          "prompt",
          "model",
          "n",
          "size",
          "quality",
          "background",
          "moderation",
          "output_format",
          "output_compression",
          "stream",
          "partial_images",
          "user",
          "safety_identifier");
  private static final int LONGEST_PROMPT = 32_000;

  private final JsonNode body;

  private OrderReader(JsonNode body) {
    this.body = body;
  }

  static ImageOrder read(String calledAs, SimulatedModel model, JsonNode body) throws Rejection {
    return new OrderReader(body).order(calledAs, model);
  }

  private ImageOrder order(String calledAs, SimulatedModel model) throws Rejection {
    refuseUnknown(model);
    String prompt = prompt();
    int images = integer("n", 1, 10, 1);
    PixelSize size = size(model);
    String quality = quality(model);
    PictureFormat format = format();
    int compression = integer("output_compression", 0, 100, 100);
    if (format == PictureFormat.PNG && compression < 100) {
      throw Rejection.invalid(
          "output_compression",
          "invalid_png_output_compression",
          "Compression less than 100 is not supported for PNG output format.");
    }
    String background = choice("background", List.of("transparent", "opaque", "auto"), "auto");
    boolean transparent = background.equals("transparent");
    if (transparent && !model.transparent()) {
      throw Rejection.userError(
          "background", "invalid_value", "Transparent background is not supported for this model.");
    }
    if (transparent && format != PictureFormat.PNG) {
      throw Rejection.invalid(
          "background",
          "invalid_value",
          "Transparent background is not supported for JPEG output format.");
    }
    choice("moderation", List.of("low", "auto"), "auto");
    text("user");
    text("safety_identifier");
    ImageOrder order =
        new ImageOrder(
            calledAs,
            model,
            prompt,
            images,
            size,
            quality,
            format,
            compression,
            transparent,
            List.of());
    return streamed(order);
  }

  private void refuseUnknown(SimulatedModel model) throws Rejection {
    for (var names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      boolean complexity = name.equals("complexity") && model.takesComplexity();
      if (!KNOWN.contains(name) && !complexity) {
        throw Rejection.invalid(
            name, "unknown_parameter", "Unknown parameter: '" + Wire.brief(name) + "'.");
      }
    }
    if (model.takesComplexity()) {
      choice("complexity", List.of("low", "medium", "high"), "high");
    }
  }

  private String prompt() throws Rejection {
    String prompt = text("prompt");
    if (prompt == null) {
      throw Rejection.invalid(
          "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'.");
    }
    if (prompt.isEmpty()) {
      throw Rejection.invalid(
          "prompt",
          "empty_string",
          "Invalid 'prompt': empty string. Expected a string with minimum length 1, but got an"
              + " empty string instead.");
    }
    int length = prompt.codePointCount(0, prompt.length());
    if (length > LONGEST_PROMPT) {
      throw Rejection.invalid(
          "prompt",
          "string_above_max_length",
          "Invalid 'prompt': string too long. Expected a string with maximum length "
              + LONGEST_PROMPT
              + ", but got a string with length "
              + length
              + " instead.");
    }
    return prompt;
  }

  private PixelSize size(SimulatedModel model) throws Rejection {
    String text = text("size");
    if (text == null || text.equals("auto")) {
      return PixelSize.SQUARE;
    }
    Optional<PixelSize> size = PixelSize.parse(text).filter(model.scale()::allows);
    if (size.isEmpty()) {
      String allowed =
          model.scale() == TokenScale.TABLE
              ? "Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'."
              : "Width and height must be divisible by 16, no longer than 3840, at most 3:1, and"
                  + " between 655360 and 8294400 pixels in total.";
      throw Rejection.invalid(
          "size", "invalid_value", "Invalid size '" + Wire.brief(text) + "'. " + allowed);
    }
    return size.get();
  }

  private String quality(SimulatedModel model) throws Rejection {
    List<String> qualities = model.scale().qualities();
    String text = text("quality");
    if (text == null || text.equals("auto")) {
      return "high";
    }
    if (!qualities.contains(text)) {
      throw invalidValue("quality", text, qualities);
    }
    return text;
  }

  private PictureFormat format() throws Rejection {
    return switch (choice("output_format", List.of("png", "jpeg", "webp", "gif", "svg"), "png")) {
      case "png" -> PictureFormat.PNG;
      case "jpeg" -> PictureFormat.JPEG;
      default ->
          throw Rejection.invalid(
              "output_format", "invalid_value", "The simulator draws 'png' and 'jpeg' only.");
    };
  }

  private ImageOrder streamed(ImageOrder order) throws Rejection {
    JsonNode stream = value("stream");
    if (stream != null && !stream.isBoolean()) {
      throw wrongType("stream", "a boolean", stream);
    }
    int partials = integer("partial_images", 0, 3, 0);
    if (stream == null || !stream.booleanValue()) {
      if (partials > 0) {
        throw Rejection.invalid(
            "partial_images",
            "invalid_value",
            "'partial_images' is only supported when streaming.");
      }
      return order;
    }
    if (order.images() > 1) {
      throw Rejection.invalid(
          "n", "integer_above_max_value", "Only one image can be streamed, n must be 1.");
    }
    return order.streaming(partials);
  }

  private String choice(String name, List<String> allowed, String absent) throws Rejection {
    String text = text(name);
    if (text == null) {
      return absent;
    }
    if (!allowed.contains(text)) {
      throw invalidValue(name, text, allowed);
    }
    return text;
  }

  private int integer(String name, int least, int most, int absent) throws Rejection {
    JsonNode value = value(name);
    if (value == null) {
      return absent;
    }
    if (!value.isIntegralNumber()) {
      throw wrongType(name, "an integer", value);
    }
    boolean above = value.canConvertToLong() ? value.longValue() > most : true;
    if (above || value.longValue() < least) {
      throw Rejection.invalid(
          name,
          above ? "integer_above_max_value" : "integer_below_min_value",
          "Invalid '"
              + name
              + "': integer "
              + (above ? "above maximum" : "below minimum")
              + " value. Expected a value "
              + (above ? "<= " + most : ">= " + least)
              + ", but got "
              + Wire.brief(value.asText())
              + " instead.");
    }
    return value.intValue();
  }

  private @Nullable String text(String name) throws Rejection {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrongType(name, "a string", value);
    }
    return value.textValue();
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static Rejection invalidValue(String name, String text, List<String> allowed) {
    return Rejection.invalid(
        name,
        "invalid_value",
        "Invalid value: '"
            + Wire.brief(text)
            + "'. Supported values are: '"
            + String.join("', '", allowed)
            + "'.");
  }

  private static Rejection wrongType(String name, String expected, JsonNode value) {
    return Rejection.invalid(
        name,
        "invalid_type",
        "Invalid type for '"
            + name
            + "': expected "
            + expected
            + ", but got "
            + value.getNodeType().name().toLowerCase(Locale.ROOT)
            + " instead.");
  }
}
