package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads a body as it is, up to a limit. Not thread-safe. */
final class ByteSpool implements AnswerReader<Buffer> {
  private final long maxBytes;
  private final Deque<byte[]> pieces = new ArrayDeque<>();
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
      pieces.clear();
    } else {
      pieces.add(chunk.getBytes());
    }
  }

  @Override
  public @Nullable String exceeded() {
    return exceeded;
  }

  /** Joined once and only here, so that at most two copies exist at a time. */
  @Override
  public Buffer end() {
    Buffer whole = Buffer.buffer(exceeded == null ? Math.toIntExact(bytes) : 0);
    for (byte[] piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      whole.appendBytes(piece);
    }
    return whole;
  }
}
