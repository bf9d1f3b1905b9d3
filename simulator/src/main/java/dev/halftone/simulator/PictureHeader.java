package dev.halftone.simulator;

import java.util.Optional;

/**
 * What the first bytes of a picture tell. Pure; reads nothing but the array.
 *
 * @param mediaType {@code image/png}, {@code image/jpeg} or {@code image/webp}
 * @param alpha whether the file has a channel for transparency
 */
record PictureHeader(String mediaType, PixelSize size, boolean alpha) {
  private static final int PNG_MAGIC = 0x89504e47;
  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int PNG_HEADER_BYTES = 33;
  private static final int WEBP_HEADER_BYTES = 30;

  /** Nothing when the bytes are no png, jpeg or webp, or end within their header. */
  static Optional<PictureHeader> of(byte[] file) {
    if (file.length >= PNG_HEADER_BYTES && int32(file, 0) == PNG_MAGIC) {
      boolean alpha = (file[25] & 4) != 0 || palettedWithAlpha(file);
      return sized("image/png", int32(file, 16), int32(file, 20), alpha);
    }
    if (file.length > 4 && int16(file, 0) == 0xffd8 && (file[2] & 255) == 0xff) {
      return jpeg(file);
    }
    if (file.length >= WEBP_HEADER_BYTES && int32(file, 0) == RIFF && int32(file, 8) == WEBP) {
      return webp(file);
    }
    return Optional.empty();
  }

  /** A palette's transparency stands in a chunk of its own, somewhere before the data. */
  private static boolean palettedWithAlpha(byte[] file) {
    for (long at = 8; at + 12 <= file.length; ) {
      int type = int32(file, (int) at + 4);
      if (type == 0x74524e53) {
        return true;
      }
      if (type == 0x49444154) {
        return false;
      }
      at += 12 + Integer.toUnsignedLong(int32(file, (int) at));
    }
    return false;
  }

  /** The size stands in the start-of-frame segment, behind any number of others. */
  private static Optional<PictureHeader> jpeg(byte[] file) {
    int at = 2;
    while (at + 9 <= file.length && (file[at] & 255) == 0xff) {
      int marker = file[at + 1] & 255;
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return sized("image/jpeg", int16(file, at + 7), int16(file, at + 5), false);
      }
      at += marker == 0xff ? 1 : 2 + int16(file, at + 2);
    }
    return Optional.empty();
  }

  private static Optional<PictureHeader> webp(byte[] file) {
    return switch (file[15]) {
      case ' ' ->
          sized("image/webp", reversed16(file, 26) & 0x3fff, reversed16(file, 28) & 0x3fff, false);
      case 'L' -> {
        int bits = reversed16(file, 21) | reversed16(file, 23) << 16;
        boolean alpha = (bits >>> 28 & 1) != 0;
        yield sized("image/webp", (bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1, alpha);
      }
      case 'X' -> {
        int width = (reversed16(file, 24) | (file[26] & 255) << 16) + 1;
        int height = (reversed16(file, 27) | (file[29] & 255) << 16) + 1;
        yield sized("image/webp", width, height, (file[20] & 16) != 0);
      }
      default -> Optional.empty();
    };
  }

  private static Optional<PictureHeader> sized(
      String mediaType, int width, int height, boolean alpha) {
    return width < 1 || height < 1
        ? Optional.empty()
        : Optional.of(new PictureHeader(mediaType, new PixelSize(width, height), alpha));
  }

  private static int int32(byte[] file, int at) {
    return int16(file, at) << 16 | int16(file, at + 2);
  }

  private static int int16(byte[] file, int at) {
    return (file[at] & 255) << 8 | (file[at + 1] & 255);
  }

  private static int reversed16(byte[] file, int at) {
    return (file[at] & 255) | (file[at + 1] & 255) << 8;
  }
}
