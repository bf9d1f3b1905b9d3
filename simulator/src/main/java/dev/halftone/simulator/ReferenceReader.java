package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the pictures of an edit out of a request, whatever its form. */
final class ReferenceReader {
  private static final int MOST = 16;

  private final FileShelf shelf;

  ReferenceReader(FileShelf shelf) {
    this.shelf = shelf;
  }

  /** Parts called {@code image} or {@code image[]}, and {@code mask}. */
  static List<Reference> form(List<MultipartBody.Part> parts) throws Rejection {
    List<Reference> images = new ArrayList<>();
    Reference mask = null;
    long named =
        parts.stream().map(MultipartBody.Part::name).filter(ReferenceReader::isImage).count();
    checkCount("image", (int) named);
    for (MultipartBody.Part part : parts) {
      if (!isImage(part.name()) && !part.name().equals("mask")) {
        throw Rejection.invalid(
            Wire.brief(part.name()),
            "unknown_parameter",
            "Unknown parameter: '" + Wire.brief(part.name()) + "'.");
      }
      String param = isImage(part.name()) ? "image" : "mask";
      Reference read = Reference.read(param, part.content().getBytes(), part.mediaType());
      if (param.equals("image")) {
        images.add(read);
      } else {
        mask = read;
      }
    }
    return checked(images, mask);
  }

  /** {@code images} and {@code mask}, each with {@code image_url} or {@code file_id}. */
  List<Reference> json(JsonNode body) throws Rejection {
    JsonNode array = body.path("images");
    if (body.hasNonNull("images") && !array.isArray()) {
      throw Rejection.invalid(
          "images", "invalid_type", "Invalid type for 'images': expected an array of objects.");
    }
    checkCount("images", array.size());
    List<Reference> images = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      images.add(object("images[" + i + "]", array.get(i)));
    }
    return checked(images, body.hasNonNull("mask") ? object("mask", body.path("mask")) : null);
  }

  private Reference object(String param, JsonNode object) throws Rejection {
    JsonNode url = object.path("image_url");
    JsonNode file = object.path("file_id");
    if (url.isTextual() == file.isTextual()) {
      throw Rejection.invalid(
          param,
          "invalid_value",
          "Invalid '" + param + "': expected exactly one of 'image_url' or 'file_id'.");
    }
    return url.isTextual()
        ? Reference.readUrl(param, url.textValue())
        : shelf.picture(param, file.textValue());
  }

  /** Vercel's {@code files} and {@code mask}: base64, or a URL that has to be a data URL here. */
  static List<Reference> vercel(JsonNode body) throws Rejection {
    JsonNode files = body.path("files");
    if (files.isEmpty() && !body.hasNonNull("mask")) {
      return List.of();
    }
    checkCount("image", files.size());
    List<Reference> images = new ArrayList<>();
    for (JsonNode file : files) {
      images.add(vercelFile("image", file));
    }
    return checked(images, body.hasNonNull("mask") ? vercelFile("mask", body.path("mask")) : null);
  }

  private static Reference vercelFile(String param, JsonNode file) throws Rejection {
    String type = file.path("type").asText();
    if (type.equals("url") && file.path("url").isTextual()) {
      return Reference.readUrl(param, file.path("url").textValue());
    }
    if (!type.equals("file") || !file.path("data").isTextual()) {
      throw Rejection.unreadable("Invalid input: files: expected file or url.", null);
    }
    return Reference.readBase64(
        param, file.path("data").textValue(), file.path("mediaType").asText());
  }

  /** OpenRouter's {@code input_references}; it has no mask. */
  static List<Reference> openRouter(JsonNode body) throws Rejection {
    List<Reference> images = new ArrayList<>();
    JsonNode array = body.path("input_references");
    if (!array.isEmpty()) {
      checkCount("input_references", array.size());
    }
    for (JsonNode each : array) {
      JsonNode url = each.path("image_url").path("url");
      if (!each.path("type").asText().equals("image_url") || !url.isTextual()) {
        throw Rejection.unreadable("Invalid input_references: expected image_url.", null);
      }
      images.add(Reference.readUrl("input_references", url.textValue()));
    }
    return images;
  }

  private static List<Reference> checked(List<Reference> images, @Nullable Reference mask)
      throws Rejection {
    if (mask != null) {
      mask.checkMaskOf(images.get(0));
    }
    return images;
  }

  private static boolean isImage(String name) {
    return name.equals("image") || name.equals("image[]");
  }

  /** Refuses no picture at all and more than sixteen. */
  static void checkCount(String param, int count) throws Rejection {
    if (count == 0) {
      throw Rejection.invalid(
          param, "missing_required_parameter", "Missing required parameter: '" + param + "'.");
    }
    if (count > MOST) {
      throw Rejection.invalid(
          param,
          "array_above_max_length",
          "Invalid '" + param + "': expected at most 16 pictures, but got " + count + " instead.");
    }
  }
}
