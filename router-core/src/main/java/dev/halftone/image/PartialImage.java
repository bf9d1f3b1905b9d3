package dev.halftone.image;

import io.vertx.core.buffer.Buffer;

/**
 * An unfinished image, streamed while the final one is made.
 *
 * @param index which of the partial images of its call it is, from 0; fewer than asked may come
 * @param bytes the file; shared, so it must not be written to
 * @param format what the bytes are, as their first bytes say
 */
public record PartialImage(int index, Buffer bytes, OutputFormat format) {
  @Override
  public String toString() {
    return "PartialImage[%d, %d bytes of %s]".formatted(index, bytes.length(), format);
  }
}
