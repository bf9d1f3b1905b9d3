package dev.halftone.provider;

import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Writes reference images into a JSON body as data URIs, piece by piece. */
final class DataUri {
  /** A multiple of three, so that no piece but the last is padded. */
  private static final int PIECE = 96 * 1024;

  private DataUri() {}

  /**
   * Adds an array of images to a JSON object.
   *
   * @param json an object with at least one field
   * @param field has a name that needs no escaping
   * @param images with their files
   */
  static List<Buffer> with(Buffer json, String field, List<InputImage> images) {
    List<Buffer> body = new ArrayList<>();
    body.add(json.getBuffer(0, json.length() - 1));
    String separator = ",\"" + field + "\":[";
    for (InputImage image : images) {
      OutputFormat format = Objects.requireNonNull(image.format());
      body.add(Buffer.buffer(separator + "\"data:image/" + format + ";base64,"));
      encode(Objects.requireNonNull(image.bytes()), body);
      separator = "\",";
    }
    body.add(Buffer.buffer(images.isEmpty() ? separator + "]}" : "\"]}"));
    return body;
  }

  private static void encode(Buffer bytes, List<Buffer> to) {
    Base64.Encoder encoder = Base64.getEncoder();
    for (int from = 0; from < bytes.length(); from += PIECE) {
      byte[] piece = bytes.getBytes(from, Math.min(bytes.length(), from + PIECE));
      to.add(Buffer.buffer(encoder.encode(piece)));
    }
  }
}
