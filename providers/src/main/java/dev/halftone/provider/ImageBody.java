package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body that was read: JSON in which the text of each image is replaced by its index.
 *
 * @param root the JSON, parsed; null if the body was anything but one JSON object
 * @param images the images in the order they came, an empty buffer for one that was not base64
 * @param problem the first thing wrong with image data, without its content, or null
 */
record ImageBody(@Nullable JsonNode root, List<Buffer> images, @Nullable String problem) {
  /** The image that a value of the parsed skeleton stands for, or null if it stands for none. */
  @Nullable Buffer image(@Nullable JsonNode value) {
    if (value == null || !value.isTextual()) {
      return null;
    }
    Buffer image = images.get(Integer.parseInt(value.textValue()));
    return image.length() == 0 ? null : image;
  }
}
