package dev.halftone.cli;

import dev.halftone.cost.ImageSize;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the size of a PNG, JPEG or WebP file from its first bytes, without decoding it. */
final class ImageHeader {
  private static final int JPEG_START_OF_SCAN = 0xDA;

  private ImageHeader() {}

  /** The size that the text names, or that of the file it names. */
  static ImageSize sizeOf(Console console, String text) {
    if (text.matches("\\d{1,5}[xX]\\d{1,5}")) {
      return ImageSize.parse(text);
    }
    return ofFile(console, text);
  }

  /**
   * The size of an image file.
   *
   * @throws IllegalArgumentException if it cannot be read or is no such image
   */
  static ImageSize ofFile(Console console, String text) {
    Path file = RequestOptions.existingFile(console, text);
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(raw))) {
      return read(data);
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "'%s' is cut off before its size is told".formatted(text), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be read: %s".formatted(text, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not a PNG, JPEG or WebP image".formatted(text), e);
    }
  }

  private static ImageSize read(DataInputStream data) throws IOException {
    int first = data.readInt();
    if (first == 0x8950_4E47) {
      skip(data, 12);
      return new ImageSize(data.readInt(), data.readInt());
    }
    if (first >>> 8 == 0xFF_D8FF) {
      return jpeg(data, first & 0xFF);
    }
    if (first == 0x5249_4646) {
      skip(data, 4);
      if (data.readInt() == 0x5745_4250) {
        return webp(data);
      }
    }
    throw new IllegalArgumentException("none of these");
  }

  /** Walks from marker to marker until the one that starts the frame. */
  private static ImageSize jpeg(DataInputStream data, int firstMarker) throws IOException {
    int marker = firstMarker;
    while (true) {
      while (marker == 0xFF) {
        marker = data.readUnsignedByte();
      }
      boolean frame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      int length = data.readUnsignedShort();
      if (frame) {
        data.readUnsignedByte();
        int height = data.readUnsignedShort();
        return new ImageSize(data.readUnsignedShort(), height);
      }
      if (marker == JPEG_START_OF_SCAN || length < 2) {
        throw new IllegalArgumentException("no frame before the first scan");
      }
      skip(data, length - 2);
      if (data.readUnsignedByte() != 0xFF) {
        throw new IllegalArgumentException("no marker where one must be");
      }
      marker = data.readUnsignedByte();
    }
  }

  private static ImageSize webp(DataInputStream data) throws IOException {
    byte[] name = new byte[4];
    data.readFully(name);
    skip(data, 4);
    switch (new String(name, StandardCharsets.US_ASCII)) {
      case "VP8X" -> {
        skip(data, 4);
        return new ImageSize(1 + little24(data), 1 + little24(data));
      }
      case "VP8L" -> {
        skip(data, 1);
        long bits = Integer.reverseBytes(data.readInt()) & 0xFFFF_FFFFL;
        return new ImageSize(1 + (int) (bits & 0x3FFF), 1 + (int) (bits >> 14 & 0x3FFF));
      }
      case "VP8 " -> {
        skip(data, 6);
        return new ImageSize(little16(data) & 0x3FFF, little16(data) & 0x3FFF);
      }
      default -> throw new IllegalArgumentException("no picture where one must be");
    }
  }

  private static int little16(DataInputStream data) throws IOException {
    return data.readUnsignedByte() | data.readUnsignedByte() << 8;
  }

  private static int little24(DataInputStream data) throws IOException {
    return little16(data) | data.readUnsignedByte() << 16;
  }

  private static void skip(DataInputStream data, int bytes) throws IOException {
    data.skipNBytes(bytes);
  }
}
