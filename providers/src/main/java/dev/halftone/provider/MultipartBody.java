package dev.halftone.provider;

import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A {@code multipart/form-data} body in pieces, in which files are the caller's own buffers.
 *
 * <p>Netty's encoder is not used: it cuts a body into pieces of 8 KiB, and draws its boundary from
 * a generator that can be guessed. A prompt or an image that held the boundary could add fields of
 * its own, such as a dearer quality, so 192 bits of chance go into it. Not thread-safe.
 */
final class MultipartBody {
  private static final int BOUNDARY_BYTES = 24;

  private final String boundary;
  private final List<Buffer> pieces = new ArrayList<>();
  private Buffer text = Buffer.buffer();

  /** Starts a form; the generator must be one that nobody can predict. */
  MultipartBody(RandomGenerator random) {
    byte[] chance = new byte[BOUNDARY_BYTES];
    random.nextBytes(chance);
    boundary = "halftone-" + HexFormat.of().formatHex(chance);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Adds a field; the name is ours, the value may be anything. */
  MultipartBody field(String name, String value) {
    open(name).appendString("\r\n\r\n").appendString(value).appendString("\r\n");
    return this;
  }

  /**
   * Adds a file whose type is what its bytes are.
   *
   * @param fileName without the ending
   */
  MultipartBody file(String name, String fileName, InputImage image) {
    String kind = Objects.requireNonNull(image.format()).toString();
    open(name)
        .appendString("; filename=\"%s.%s\"\r\n".formatted(fileName, kind))
        .appendString("Content-Type: image/%s\r\n\r\n".formatted(kind));
    pieces.add(text);
    pieces.add(Objects.requireNonNull(image.bytes()));
    text = Buffer.buffer("\r\n");
    return this;
  }

  /**
   * Adds a file that is no image.
   *
   * @param fileName ours, with its ending
   */
  MultipartBody file(String name, String fileName, String contentType, List<Buffer> content) {
    open(name)
        .appendString("; filename=\"%s\"\r\n".formatted(fileName))
        .appendString("Content-Type: %s\r\n\r\n".formatted(contentType));
    pieces.add(text);
    pieces.addAll(content);
    text = Buffer.buffer("\r\n");
    return this;
  }

  /** Ends the form. */
  List<Buffer> end() {
    pieces.add(text.appendString("--" + boundary + "--\r\n"));
    return pieces;
  }

  private Buffer open(String name) {
    return text.appendString("--%s\r\n".formatted(boundary))
        .appendString("Content-Disposition: form-data; name=\"%s\"".formatted(name));
  }
}
