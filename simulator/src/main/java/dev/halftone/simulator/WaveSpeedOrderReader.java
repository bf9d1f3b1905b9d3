package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the input of a WaveSpeedAI model and makes an order of it. A value of the wrong JSON type
 * and an illegal {@code aspect_ratio} are refused at submission; what is missing, another illegal
 * value and a picture out of reach end as a failed prediction. Fields nobody knows are ignored.
 */
final class WaveSpeedOrderReader {
  private static final int MOST_REFERENCES = 16;
  private static final int LONGEST_PROMPT = 32_000;

  private final String id;
  private final SimulatedModel model;
  private final JsonNode body;
  private final Function<String, Optional<byte[]>> inputs;

  private WaveSpeedOrderReader(
      String id, SimulatedModel model, JsonNode body, Function<String, Optional<byte[]>> inputs) {
    this.id = id;
    this.model = model;
    this.body = body;
    this.inputs = inputs;
  }

  static JobOrder read(String id, SimulatedModel model, JsonNode body, InputPictures inputs)
      throws JobFailure {
    return new WaveSpeedOrderReader(id, model, body, inputs::fetch).order();
  }

  /** The price of these inputs, in nano-US-dollars; pictures are counted and not looked at. */
  static long price(SimulatedModel model, JsonNode inputs) throws JobFailure {
    WaveSpeedOrderReader reader =
        new WaveSpeedOrderReader("", model, inputs, address -> Optional.empty());
    return WaveSpeedGrid.nanoUsd(
        model,
        reader.choice("resolution", WaveSpeedGrid.RESOLUTIONS, "1k"),
        reader.choice("quality", WaveSpeedGrid.QUALITIES, "medium"),
        inputs.path("images").size());
  }

  private JobOrder order() throws JobFailure {
    String ratio = text("aspect_ratio");
    if (ratio != null && !WaveSpeedGrid.RATIOS.contains(ratio)) {
      throw WaveSpeedFailures.http(400, "invalid value for aspect_ratio");
    }
    boolean inline = flag("enable_base64_output");
    flag("enable_sync_mode");
    String prompt = prompt();
    List<Reference> references = WaveSpeedGrid.isEdit(id) ? references() : List.of();
    if (ratio == null && !references.isEmpty()) {
      ratio = WaveSpeedGrid.nearestRatio(references.get(0).header().size());
    }
    String resolution = choice("resolution", WaveSpeedGrid.RESOLUTIONS, "1k");
    String quality = choice("quality", WaveSpeedGrid.QUALITIES, "medium");
    ImageOrder image =
        new ImageOrder(
                id,
                model,
                prompt,
                1,
                WaveSpeedGrid.size(ratio == null ? "1:1" : ratio, resolution),
                quality,
                format(),
                100,
                false,
                List.of())
            .editing(references);
    Bill bill =
        Bill.NOTHING.costing(WaveSpeedGrid.nanoUsd(model, resolution, quality, references.size()));
    return new JobOrder(image, inline, () -> bill);
  }

  private String prompt() throws JobFailure {
    String prompt = text("prompt");
    if (prompt == null || prompt.isEmpty()) {
      throw WaveSpeedFailures.task(1400, "prompt is required");
    }
    if (prompt.length() > LONGEST_PROMPT) {
      throw WaveSpeedFailures.task(1401, "prompt is too long");
    }
    return prompt;
  }

  private PictureFormat format() throws JobFailure {
    String name = choice("output_format", List.of("png", "jpeg", "webp"), "png");
    if (name.equals("webp")) {
      throw WaveSpeedFailures.task(1401, "output_format: the simulator draws png and jpeg only");
    }
    return name.equals("png") ? PictureFormat.PNG : PictureFormat.JPEG;
  }

  private List<Reference> references() throws JobFailure {
    JsonNode images = body.path("images");
    if (images.isEmpty()) {
      throw WaveSpeedFailures.task(1400, "images is required");
    }
    if (images.size() > MOST_REFERENCES) {
      throw WaveSpeedFailures.task(1401, "images has more than " + MOST_REFERENCES + " items");
    }
    List<Reference> references = new ArrayList<>();
    for (JsonNode address : images) {
      references.add(picture(address));
    }
    return references;
  }

  private Reference picture(JsonNode address) throws JobFailure {
    Optional<Reference> picture = inputs.apply(address.asText()).flatMap(Reference::of);
    if (picture.isEmpty()) {
      throw WaveSpeedFailures.task(1402, "images: input media unreachable");
    }
    return picture.get();
  }

  private String choice(String name, List<String> allowed, String absent) throws JobFailure {
    String text = text(name);
    if (text != null && !allowed.contains(text)) {
      throw WaveSpeedFailures.task(1401, name + " is not supported");
    }
    return text == null ? absent : text;
  }

  private boolean flag(String name) throws JobFailure {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw WaveSpeedFailures.http(400, "invalid value for " + name);
    }
    return value != null && value.booleanValue();
  }

  private @Nullable String text(String name) throws JobFailure {
    JsonNode value = value(name);
    if (value != null && !value.isTextual()) {
      throw WaveSpeedFailures.http(400, "invalid value for " + name);
    }
    return value == null ? null : value.textValue();
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
