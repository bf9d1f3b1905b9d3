package dev.halftone.provider;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Bytes within JSON, as base64. They are encoded bit by bit while the JSON is written, so that
 * their text exists only once, in the body.
 *
 * @param prefix what stands before the base64; nothing in it may need escaping
 */
record Base64Text(String prefix, Buffer bytes) implements JsonSerializable {
  /** A multiple of three, so that no padding comes between two pieces. */
  private static final int PIECE_BYTES = 24 * 1024;

  /** The base64 of an image alone. */
  static Base64Text of(InputImage image) {
    return new Base64Text("", Objects.requireNonNull(image.bytes()));
  }

  /** An image as a {@code data:} URL. */
  static Base64Text dataUrl(InputImage image) {
    return new Base64Text(
        "data:image/%s;base64,".formatted(image.format()), Objects.requireNonNull(image.bytes()));
  }

  /** How many characters it takes. */
  long length() {
    return prefix.length() + 4L * ((bytes.length() + 2) / 3);
  }

  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    // Nothing in it needs escaping, and raw text can be written in pieces.
    json.writeRawValue("\"" + prefix);
    for (int from = 0; from < bytes.length(); from += PIECE_BYTES) {
      byte[] piece = bytes.getBytes(from, Math.min(bytes.length(), from + PIECE_BYTES));
      json.writeRaw(new String(Base64.getEncoder().encode(piece), StandardCharsets.ISO_8859_1));
    }
    json.writeRaw('"');
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
