package dev.halftone.image;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file format of an image. */
public enum OutputFormat {
  PNG,
  JPEG,
  WEBP;

  /**
   * Reads a format in any case; {@code jpg} is read as jpeg.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static OutputFormat parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "png" -> PNG;
      case "jpeg", "jpg" -> JPEG;
      case "webp" -> WEBP;
      default ->
          throw new IllegalArgumentException(
              "output format '%s' is not one of png, jpeg, webp".formatted(text));
    };
  }

  /** The format that the first bytes of a file announce, or null if it is none of these. */
  public static @Nullable OutputFormat sniff(Buffer bytes) {
    if (startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return PNG;
    }
    if (startsWith(bytes, 0, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    return null;
  }

  private static boolean startsWith(Buffer bytes, int offset, int... expected) {
    if (bytes.length() < offset + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes.getUnsignedByte(offset + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  public String fileExtension() {
    return this == JPEG ? "jpg" : toString();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
