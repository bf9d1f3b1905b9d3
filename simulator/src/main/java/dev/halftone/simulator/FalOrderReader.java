package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the input of a fal endpoint and makes an order of it. The first error found is told.
 *
 * <p>The pixel sizes of presets are invented, as fal publishes none: the usual ratios within the
 * model's limits. {@code auto} is 1024x1024, on edits the first picture's size where that is legal.
 * Fields nobody knows are ignored, as fal does.
 */
final class FalOrderReader {
  private static final int LONGEST_PROMPT = 32_000;
  private static final int MOST_REFERENCES = 16;
  private static final long NANO_PER_CENT = 10_000_000;
  private static final Map<String, PixelSize> PRESETS =
      Map.of(
          "square_hd", PixelSize.SQUARE,
          "square", new PixelSize(832, 832),
          "portrait_4_3", new PixelSize(768, 1024),
          "portrait_16_9", new PixelSize(864, 1536),
          "landscape_4_3", new PixelSize(1024, 768),
          "landscape_16_9", new PixelSize(1536, 864));

  private final FalEndpoint endpoint;
  private final JsonNode body;
  private final InputPictures inputs;

  private FalOrderReader(FalEndpoint endpoint, JsonNode body, InputPictures inputs) {
    this.endpoint = endpoint;
    this.body = body;
    this.inputs = inputs;
  }

  static JobOrder read(FalEndpoint endpoint, JsonNode body, InputPictures inputs)
      throws JobFailure {
    return new FalOrderReader(endpoint, body, inputs).order();
  }

  private JobOrder order() throws JobFailure {
    String prompt = prompt();
    List<Reference> references = references();
    SimulatedModel model = endpoint.model();
    List<String> qualities = new ArrayList<>(model.scale().qualities());
    qualities.add("auto");
    String quality = choice("quality", qualities, "high");
    PictureFormat format = format();
    boolean transparent =
        choice("background", List.of("auto", "transparent", "opaque"), "auto")
            .equals("transparent");
    if (transparent && format == PictureFormat.JPEG) {
      throw invalid(
          "value_error", "Transparency needs output_format png", null, null, "background");
    }
    ImageOrder image =
        new ImageOrder(
                endpoint.id(),
                model,
                prompt,
                images(),
                size(references),
                quality.equals("auto") ? "high" : quality,
                format,
                100,
                transparent,
                List.of())
            .editing(references);
    return new JobOrder(image, flag("sync_mode"), () -> bill(image));
  }

  /** Tokens at list prices, rounded up to the next cent for the whole request. */
  private static Bill bill(ImageOrder order) {
    Bill exact = Bill.of(order);
    return exact.costing(
        Math.floorDiv(exact.nanoUsd() + NANO_PER_CENT - 1, NANO_PER_CENT) * NANO_PER_CENT);
  }

  private String prompt() throws JobFailure {
    String prompt = text("prompt");
    if (prompt == null) {
      throw invalid("missing", "Field required", null, null, "prompt");
    }
    int length = prompt.codePointCount(0, prompt.length());
    if (length < 1) {
      throw invalid(
          "string_too_short",
          "String should have at least 1 character",
          limit("min_length", 1),
          null,
          "prompt");
    }
    if (length > LONGEST_PROMPT) {
      throw invalid(
          "string_too_long",
          "String should have at most " + LONGEST_PROMPT + " characters",
          limit("max_length", LONGEST_PROMPT),
          null,
          "prompt");
    }
    return prompt;
  }

  private int images() throws JobFailure {
    JsonNode value = value("num_images");
    if (value == null) {
      return 1;
    }
    int images = integer(value, "num_images");
    if (images < 1) {
      throw invalid(
          "greater_than_equal", "Must be at least 1", limit("ge", 1), value, "num_images");
    }
    int most = endpoint.mostImages();
    if (images > most) {
      throw invalid(
          "less_than_equal", "Must be at most " + most, limit("le", most), value, "num_images");
    }
    return images;
  }

  private PixelSize size(List<Reference> references) throws JobFailure {
    JsonNode value = value("image_size");
    if (value != null && value.isObject()) {
      return pixels(value);
    }
    List<String> names = new ArrayList<>(PRESETS.keySet());
    names.sort(null);
    names.add("auto");
    String preset = choice("image_size", names, endpoint.isEdit() ? "auto" : "landscape_4_3");
    PixelSize own = references.isEmpty() ? PixelSize.SQUARE : references.get(0).header().size();
    PixelSize auto = own.isLegalFlexible() ? own : PixelSize.SQUARE;
    return PRESETS.getOrDefault(preset, auto);
  }

  private PixelSize pixels(JsonNode value) throws JobFailure {
    PixelSize size = new PixelSize(edge(value, "width"), edge(value, "height"));
    if (!size.isLegalFlexible()) {
      throw invalid(
          "value_error",
          "The ratio is at most 3:1 and the area 655360 to 8294400 pixels",
          null,
          value,
          "image_size");
    }
    return size;
  }

  private static int edge(JsonNode size, String name) throws JobFailure {
    JsonNode value = size.get(name);
    if (value == null || value.isNull()) {
      throw invalid("missing", "Field required", null, null, "image_size", name);
    }
    int edge = integer(value, "image_size", name);
    if (edge < 1) {
      throw invalid(
          "greater_than", "Must be greater than 0", limit("gt", 0), value, "image_size", name);
    }
    if (edge > 3840) {
      throw invalid(
          "less_than_equal", "Must be at most 3840", limit("le", 3840), value, "image_size", name);
    }
    if (edge % 16 != 0) {
      throw invalid(
          "multiple_of",
          "Must be a multiple of 16",
          limit("multiple_of", 16),
          value,
          "image_size",
          name);
    }
    return edge;
  }

  private PictureFormat format() throws JobFailure {
    String name = choice("output_format", List.of("png", "jpeg", "webp"), "png");
    if (name.equals("webp")) {
      throw invalid(
          "literal_error",
          "The simulator draws 'png' and 'jpeg' only",
          null,
          value("output_format"),
          "output_format");
    }
    return name.equals("png") ? PictureFormat.PNG : PictureFormat.JPEG;
  }

  private List<Reference> references() throws JobFailure {
    if (!endpoint.isEdit()) {
      return List.of();
    }
    JsonNode urls = value("image_urls");
    if (urls == null) {
      throw invalid("missing", "Field required", null, null, "image_urls");
    }
    if (!urls.isArray()) {
      throw invalid("list_type", "Input should be a valid list", null, null, "image_urls");
    }
    if (urls.isEmpty()) {
      throw invalid(
          "sequence_too_short", "At least 1 item", limit("min_length", 1), null, "image_urls");
    }
    if (urls.size() > MOST_REFERENCES) {
      throw invalid(
          "sequence_too_long",
          "At most " + MOST_REFERENCES + " items",
          limit("max_length", MOST_REFERENCES),
          null,
          "image_urls");
    }
    List<Reference> pictures = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      pictures.add(picture(urls.get(i), "image_urls", i));
    }
    if (value("mask_url") != null) {
      picture(body.get("mask_url"), "mask_url");
    }
    return pictures;
  }

  private Reference picture(JsonNode url, Object... location) throws JobFailure {
    if (!url.isTextual()) {
      throw invalid("string_type", "Input should be a valid string", null, null, location);
    }
    Optional<byte[]> bytes = inputs.fetch(url.textValue());
    if (bytes.isEmpty()) {
      throw invalid(
          "file_download_error", "Failed to download the file", null, brief(url), location);
    }
    Optional<Reference> picture = bytes.flatMap(Reference::of);
    if (picture.isEmpty()) {
      throw invalid("image_load_error", "Failed to load the image", null, brief(url), location);
    }
    return picture.get();
  }

  private boolean flag(String name) throws JobFailure {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw invalid("bool_type", "Input should be a valid boolean", null, brief(value), name);
    }
    return value != null && value.booleanValue();
  }

  private String choice(String name, List<String> allowed, String absent) throws JobFailure {
    String text = text(name);
    if (text != null && !allowed.contains(text)) {
      String expected = "'" + String.join("', '", allowed) + "'";
      ObjectNode ctx = Wire.JSON.createObjectNode().put("expected", expected);
      throw invalid(
          "literal_error", "Input should be " + expected, ctx, brief(body.get(name)), name);
    }
    return text == null ? absent : text;
  }

  private @Nullable String text(String name) throws JobFailure {
    JsonNode value = value(name);
    if (value != null && !value.isTextual()) {
      throw invalid("string_type", "Input should be a valid string", null, brief(value), name);
    }
    return value == null ? null : value.textValue();
  }

  private static int integer(JsonNode value, Object... location) throws JobFailure {
    if (!value.isIntegralNumber()) {
      throw invalid("int_type", "Input should be a valid integer", null, brief(value), location);
    }
    return value.canConvertToInt()
        ? value.intValue()
        : value.bigIntegerValue().signum() * Integer.MAX_VALUE;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static JobFailure invalid(
      String type,
      String message,
      @Nullable ObjectNode ctx,
      @Nullable JsonNode input,
      Object... location) {
    return FalFailures.model(422, type, message, ctx, input, location);
  }

  private static ObjectNode limit(String name, int value) {
    return Wire.JSON.createObjectNode().put(name, value);
  }

  /** Keeps a hostile value from filling the answer. */
  private static JsonNode brief(JsonNode value) {
    String text = value.asText();
    return Wire.JSON
        .getNodeFactory()
        .textNode(text.length() <= 64 ? text : text.substring(0, 64) + "...");
  }
}
