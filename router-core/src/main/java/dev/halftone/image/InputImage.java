package dev.halftone.image;

import dev.halftone.cost.ImageSize;
import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A reference image or a mask of an edit: the bytes of a png, jpeg or webp file, or only a size,
 * which is enough for a quote. Equal if the bytes are. Immutable and thread-safe, as long as nobody
 * writes to the buffer. {@link #toString} shows no content.
 */
public final class InputImage {
  /** The largest file that providers take, 50 MB as OpenAI documents it (read 2026-10). */
  public static final int MAX_BYTES = 50_000_000;

  private final ImageSize size;
  private final @Nullable Buffer bytes;
  private final @Nullable OutputFormat format;
  private final int hash;

  private InputImage(ImageSize size, @Nullable Buffer bytes, @Nullable OutputFormat format) {
    this.size = size;
    this.bytes = bytes;
    this.format = format;
    hash = 31 * size.hashCode() + (bytes == null ? 0 : checksum(bytes));
  }

  /**
   * Wraps a file and reads its size from its first bytes, without decoding it.
   *
   * @throws IllegalArgumentException if it is not a png, jpeg or webp image, or too large
   */
  public static InputImage of(Buffer bytes) {
    if (bytes.length() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the image has %d bytes; allowed are %d".formatted(bytes.length(), MAX_BYTES));
    }
    OutputFormat format = OutputFormat.sniff(bytes);
    if (format == null) {
      throw new IllegalArgumentException("it is not a PNG, JPEG or WebP image");
    }
    return new InputImage(ImageHeader.sizeOf(bytes, format), bytes, format);
  }

  /** Stands for an image of this size in a quote; a request with it can be quoted, not sent. */
  public static InputImage ofSize(ImageSize size) {
    return new InputImage(size, null, null);
  }

  public ImageSize size() {
    return size;
  }

  /** The file, or null for a size alone. */
  public @Nullable Buffer bytes() {
    return bytes;
  }

  /** What the file is, or null for a size alone. */
  public @Nullable OutputFormat format() {
    return format;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InputImage image
        && hash == image.hash
        && size.equals(image.size)
        && (bytes == null ? image.bytes == null : bytes.equals(image.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return bytes == null
        ? "InputImage[%s]".formatted(size)
        : "InputImage[%s, %d bytes of %s]".formatted(size, bytes.length(), format);
  }

  private static int checksum(Buffer bytes) {
    CRC32C checksum = new CRC32C();
    byte[] piece = new byte[8_192];
    for (int from = 0; from < bytes.length(); from += piece.length) {
      int to = Math.min(bytes.length(), from + piece.length);
      bytes.getBytes(from, to, piece);
      checksum.update(piece, 0, to - from);
    }
    return (int) checksum.getValue();
  }
}
