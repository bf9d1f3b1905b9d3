package dev.halftone.image;

import dev.halftone.cost.ImageSize;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Reads the size of a PNG, JPEG or WebP file from its first bytes, without decoding it. */
final class ImageHeader {
  private static final int JPEG_START_OF_SCAN = 0xDA;

  private ImageHeader() {}

  /**
   * The size that the file announces.
   *
   * @throws IllegalArgumentException if it ends before, or announces none
   */
  static ImageSize sizeOf(Buffer bytes, OutputFormat format) {
    try {
      return switch (format) {
        case PNG -> new ImageSize(bytes.getInt(16), bytes.getInt(20));
        case JPEG -> jpeg(bytes);
        case WEBP -> webp(bytes);
      };
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("it is cut off before its size is told", e);
    }
  }

  /** Walks from marker to marker until the one that starts the frame. */
  private static ImageSize jpeg(Buffer bytes) {
    int at = 2;
    while (true) {
      if (bytes.getUnsignedByte(at) != 0xFF) {
        throw new IllegalArgumentException("it has no JPEG marker where one must be");
      }
      while (bytes.getUnsignedByte(at) == 0xFF) {
        at++;
      }
      int marker = bytes.getUnsignedByte(at);
      int length = bytes.getUnsignedShort(at + 1);
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        return new ImageSize(bytes.getUnsignedShort(at + 6), bytes.getUnsignedShort(at + 4));
      }
      if (marker == JPEG_START_OF_SCAN || length < 2) {
        throw new IllegalArgumentException("it has no JPEG frame before the first scan");
      }
      at += 1 + length;
    }
  }

  private static ImageSize webp(Buffer bytes) {
    return switch (bytes.getString(12, 16, StandardCharsets.ISO_8859_1.name())) {
      case "VP8X" ->
          new ImageSize(1 + bytes.getUnsignedMediumLE(24), 1 + bytes.getUnsignedMediumLE(27));
      case "VP8L" -> {
        long bits = bytes.getUnsignedIntLE(21);
        yield new ImageSize(1 + (int) (bits & 0x3FFF), 1 + (int) (bits >> 14 & 0x3FFF));
      }
      case "VP8 " ->
          new ImageSize(
              bytes.getUnsignedShortLE(26) & 0x3FFF, bytes.getUnsignedShortLE(28) & 0x3FFF);
      default -> throw new IllegalArgumentException("it has no WebP picture where one must be");
    };
  }
}
