package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies and paths of fal's image models, as its clients write them. Pure. */
final class FalCodec {
  private static final Pattern FAMILY = Pattern.compile("gpt-image-(2\\.\\d+)-([a-z]+)");

  private FalCodec() {}

  /** The id of the endpoint, which is the path it is reached at. */
  static String endpoint(String model, boolean edit) {
    Matcher family = FAMILY.matcher(model);
    if (family.matches()) {
      return "openai/gpt-image-%s/%s/%s"
          .formatted(family.group(1), family.group(2), edit ? "edit" : "text-to-image");
    }
    return "openai/" + model + (edit ? "/edit" : "");
  }

  /** Owner and name: jobs are asked for there, whatever endpoint they were sent to. */
  static String app(String endpoint) {
    int second = endpoint.indexOf('/', endpoint.indexOf('/') + 1);
    return second < 0 ? endpoint : endpoint.substring(0, second);
  }

  /** Whether the models document a background: gpt-image-2 and its descendants, since 2026-09. */
  static boolean takesBackground(Set<String> models) {
    return models.stream().allMatch(model -> model.startsWith("gpt-image-2"));
  }

  /** Size, quality and number are always named: fal's defaults are 4:3 and high. */
  static List<Buffer> request(ProviderCall call, boolean background) {
    ImageRequest request = call.request();
    ObjectNode body = WireJson.object().put("prompt", request.prompt());
    if (request.size().isAuto()) {
      body.put("image_size", "auto");
    } else {
      body.putObject("image_size")
          .put("width", request.size().width())
          .put("height", request.size().height());
    }
    body.put("quality", call.quality().toString())
        .put("num_images", request.n())
        .put("output_format", request.outputFormat().toString());
    if (background && request.background() != null) {
      body.put("background", request.background().toString());
    }
    if (request.isEdit()) {
      ArrayNode images = body.putArray("image_urls");
      request.inputImages().forEach(image -> images.addPOJO(Base64Text.dataUrl(image)));
    }
    return WireJson.pieces(body);
  }

  static JobState images(@Nullable JsonNode root) {
    if (root == null) {
      return new JobState.Odd("the body is not a JSON object");
    }
    List<String> urls = new ArrayList<>();
    for (JsonNode image : root.path("images")) {
      String url = WireJson.text(image.path("url"));
      if (url != null) {
        urls.add(url);
      }
    }
    return new JobState.Made(urls, List.of());
  }

  /** What the header says was charged; null where it is missing or is no number. */
  static @Nullable BillableUnits units(MultiMap headers) {
    String units = headers.get("x-fal-billable-units");
    try {
      return units == null ? null : BillableUnits.parse(units.strip());
    } catch (IllegalArgumentException e) {
      // The image is worth more than the count.
      return null;
    }
  }
}
