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
  @Override
  public String toString() {
    return "GeneratedImage[%d bytes of %s]".formatted(bytes.length(), format);
  }
}
