package dev.halftone.image;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One image, decoded.
 *
 * @param bytes the file; shared, so it must not be written to
 * @param format what the bytes are, as their first bytes say
 * @param revisedPrompt the prompt the provider says it used instead, if it says so
 */
public record GeneratedImage(Buffer bytes, OutputFormat format, @Nullable String revisedPrompt) {
  /** The image that these bytes are, whatever was asked for; null if they are none. */
  public static @Nullable GeneratedImage of(Buffer bytes, @Nullable String revisedPrompt) {
    OutputFormat format = OutputFormat.sniff(bytes);
    return format == null ? null : new GeneratedImage(bytes, format, revisedPrompt);
  }

  @Override
  public String toString() {
    return "GeneratedImage[%d bytes of %s]".formatted(bytes.length(), format);
  }
}
