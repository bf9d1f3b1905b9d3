package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The bodies of OpenAI's Images API, which Azure shares. */
final class OpenAiCodec {
  static final String IMAGE_KEY = "b64_json";

  /** What an edit can say beside prompt, model, quality, format and number. */
  static final Set<Parameter> EDIT_PARAMETERS =
      Set.of(Parameter.SIZE, Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION);

  /** What a generation can say: thinking, as {@code complexity}, is documented for it alone. */
  static final Set<Parameter> PARAMETERS =
      Set.of(
          Parameter.SIZE, Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION, Parameter.THINKING);

  /** The most reference images of one edit. */
  static final int INPUT_IMAGES = 16;

  /** 4 MB: the reference says less than that, the guide 50 (read 2026-10). */
  private static final int MAX_MASK_BYTES = 4_000_000;

  /** Of one image in the JSON form, by the reference of 2026-11. */
  private static final int MAX_DATA_URL_CHARS = 20_971_520;

  private OpenAiCodec() {}

  /** The key and our id of the attempt, as OpenAI and hosts like it take them. */
  static MultiMap headers(CommonOptions options, ProviderCall call) {
    return MultiMap.caseInsensitiveMultiMap()
        .set("Authorization", "Bearer " + options.key().reveal())
        .set("X-Client-Request-Id", call.attemptId());
  }

  /**
   * A request for generations.
   *
   * <p>Size, quality and n are always named: their defaults differ between hosts and change. {@code
   * response_format} is never sent: GPT image models refuse it.
   *
   * @param model as this host calls it
   */
  static Buffer request(ProviderCall call, String model) {
    ObjectNode body = WireJson.object();
    fields(call, model).forEach(body::putPOJO);
    if (call.thinking() != Thinking.OFF) {
      body.put("complexity", call.thinking().toString());
    }
    return WireJson.bytes(body);
  }

  /**
   * An edit as a form. {@code complexity} is documented for generations only, and the models that
   * have it plan by themselves, so it is not sent; nor is {@code input_fidelity}, which current
   * models refuse.
   *
   * @param model as this host calls it
   * @param random that nobody can predict
   */
  static MultipartBody editForm(ProviderCall call, String model, RandomGenerator random) {
    return editForm(fields(call, model), call.request(), random);
  }

  /** The same with fields as a host of another kind wants them. */
  static MultipartBody editForm(
      Map<String, Object> fields, ImageRequest request, RandomGenerator random) {
    MultipartBody form = new MultipartBody(random);
    fields.forEach((name, value) -> form.field(name, value.toString()));
    List<InputImage> images = request.inputImages();
    for (int i = 0; i < images.size(); i++) {
      form.file("image[]", "image-" + (i + 1), images.get(i));
    }
    InputImage mask = request.mask();
    return mask == null ? form : form.file("mask", "mask", mask);
  }

  /**
   * An edit as JSON, with the images as data URLs: a third larger than a form.
   *
   * @param model as this host calls it
   */
  static List<Buffer> editJson(ProviderCall call, String model) {
    return editJson(fields(call, model), call.request());
  }

  /** The same with fields as a host of another kind wants them. */
  static List<Buffer> editJson(Map<String, Object> fields, ImageRequest request) {
    ObjectNode body = WireJson.object();
    fields.forEach(body::putPOJO);
    ArrayNode images = body.putArray("images");
    for (InputImage image : request.inputImages()) {
      images.addObject().putPOJO("image_url", Base64Text.dataUrl(image));
    }
    InputImage mask = request.mask();
    if (mask != null) {
      body.putObject("mask").putPOJO("image_url", Base64Text.dataUrl(mask));
    }
    return WireJson.pieces(body);
  }

  /** Why the Images API would refuse the files of an edit; null if it would not. */
  static @Nullable String unfit(ImageRequest request) {
    InputImage mask = request.mask();
    Buffer bytes = mask == null ? null : mask.bytes();
    return bytes == null || bytes.length() < MAX_MASK_BYTES
        ? null
        : "the mask has %d bytes; it must have less than %d"
            .formatted(bytes.length(), MAX_MASK_BYTES);
  }

  /** Why the JSON form of an edit cannot carry its files; null if it can. */
  static @Nullable String unfitForJson(ImageRequest request) {
    for (InputImage image : request.inputImages()) {
      long length = Base64Text.dataUrl(image).length();
      if (length > MAX_DATA_URL_CHARS) {
        return "a reference image takes %d characters as a data URL; allowed are %d"
            .formatted(length, MAX_DATA_URL_CHARS);
      }
    }
    return unfit(request);
  }

  /** What generations and edits share, by its name on the wire. */
  static Map<String, Object> fields(ProviderCall call, String model) {
    ImageRequest request = call.request();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("prompt", request.prompt());
    fields.put("n", request.n());
    fields.put("size", request.size().toString());
    fields.put("quality", call.quality().toString());
    fields.put("output_format", request.outputFormat().toString());
    if (request.background() != null) {
      fields.put("background", request.background().toString());
    }
    Integer compression = request.outputCompression();
    if (compression != null && request.outputFormat() != OutputFormat.PNG) {
      fields.put("output_compression", compression);
    }
    if (request.partialImages() > 0) {
      fields.put("stream", true);
      fields.put("partial_images", request.partialImages());
    }
    return fields;
  }

  static AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
    return call.request().partialImages() > 0
        ? new EventStreamReader(IMAGE_KEY, limits, call)
        : new ImageBodyReader(IMAGE_KEY, limits);
  }

  /**
   * Reads a success.
   *
   * @param edit whether reference images were sent, or nobody remembers that none were
   */
  static ProviderAnswer.@Nullable Builder answer(boolean edit, JsonNode root, ImageBody body) {
    List<GeneratedImage> images = new ArrayList<>();
    for (JsonNode item : root.path("data")) {
      add(images, body.image(item.get(IMAGE_KEY)), WireJson.text(item.path("revised_prompt")));
    }
    return images.isEmpty()
        ? null
        : ProviderAnswer.of(images).usage(usage(edit, root.path("usage")));
  }

  /** Whether Azure says of an answer that a filter has kept something back. */
  static boolean isFiltered(JsonNode root) {
    for (JsonNode item : root.path("data")) {
      for (String results : List.of("content_filter_results", "prompt_filter_results")) {
        for (JsonNode category : item.path(results)) {
          if (category.path("filtered").asBoolean()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Adds an image if its bytes are one; what was asked for does not matter, only what came. */
  static void add(
      List<GeneratedImage> images, @Nullable Buffer bytes, @Nullable String revisedPrompt) {
    GeneratedImage image = bytes == null ? null : GeneratedImage.of(bytes, revisedPrompt);
    if (image != null) {
      images.add(image);
    }
  }

  /**
   * Null where it is missing or makes no sense: the images are worth more than the count. Null too
   * where the input of an edit is not divided: references cost more than text.
   */
  static @Nullable Usage usage(boolean edit, JsonNode usage) {
    OptionalLong input = WireJson.count(usage.path("input_tokens"));
    OptionalLong output = WireJson.count(usage.path("output_tokens"));
    if (input.isEmpty() || output.isEmpty()) {
      return null;
    }
    JsonNode in = usage.path("input_tokens_details");
    JsonNode out = usage.path("output_tokens_details");
    OptionalLong references = part(in, "image_tokens", "text_tokens", input.getAsLong());
    if (references.isEmpty() && edit) {
      return null;
    }
    long imageInput = references.orElse(0);
    // Without details, all output is the image: that is what the models are priced by.
    long textOutput = part(out, "text_tokens", "image_tokens", output.getAsLong()).orElse(0);
    return new Usage(
        input.getAsLong() - imageInput, imageInput, output.getAsLong() - textOutput, textOutput);
  }

  /** One of two parts that make up a total; empty if they do not. */
  private static OptionalLong part(JsonNode details, String name, String other, long total) {
    OptionalLong part = WireJson.count(details.path(name));
    OptionalLong rest = WireJson.count(details.path(other));
    return part.isPresent() && rest.isPresent() && part.getAsLong() == total - rest.getAsLong()
        ? part
        : OptionalLong.empty();
  }
}
