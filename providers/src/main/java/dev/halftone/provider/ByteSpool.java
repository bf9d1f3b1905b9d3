package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads a body as it is, up to a limit. Not thread-safe. */
final class ByteSpool implements AnswerReader<Buffer> {
  private static final int FIRST_SEGMENT = 12 * 1024;

  private final long maxBytes;
  private final Segments segments = new Segments(FIRST_SEGMENT);
  private long bytes;
  private @Nullable String exceeded;

  ByteSpool(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > maxBytes) {
      exceeded = "the image is larger than %d bytes; raise maxImageBytes".formatted(maxBytes);
      segments.clear();
      return;
    }
    int from = 0;
    while (from < chunk.length()) {
      int taken = Math.min(segments.room(), chunk.length() - from);
      chunk.getBytes(from, from + taken, segments.last(), segments.used());
      segments.advance(taken);
      from += taken;
    }
  }

  @Override
  public @Nullable String exceeded() {
    return exceeded;
  }

  @Override
  public Buffer end() {
    return segments.join();
  }
}
