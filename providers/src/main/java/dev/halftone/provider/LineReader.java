package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON lines while they arrive, each as an {@link ImageBodyReader} does; limits hold for each
 * line. Blank lines are skipped. Not thread-safe.
 */
final class LineReader {
  private final String imageKey;
  private final Limits limits;
  private @Nullable ImageBodyReader line;

  LineReader(String imageKey, Limits limits) {
    this.imageKey = imageKey;
    this.limits = limits;
  }

  /** Takes the next piece; gives the lines that ended in it. */
  List<ImageBody> write(Buffer chunk) {
    List<ImageBody> ended = new ArrayList<>();
    byte[] in = chunk.getBytes();
    int from = 0;
    while (from < in.length) {
      int to = from;
      while (to < in.length && in[to] != '\n') {
        to++;
      }
      take(in, from, to);
      if (to < in.length) {
        ended.addAll(end());
      }
      from = to + 1;
    }
    return ended;
  }

  /** Ends the line that has begun; empty if none has. */
  List<ImageBody> end() {
    ImageBodyReader ending = line;
    line = null;
    if (ending == null) {
      return List.of();
    }
    String exceeded = ending.exceeded();
    return List.of(exceeded == null ? ending.end() : new ImageBody(null, List.of(), exceeded));
  }

  private void take(byte[] in, int from, int to) {
    ImageBodyReader reader = line;
    int start = from;
    if (reader == null) {
      while (start < to && in[start] <= ' ' && in[start] >= 0) {
        start++;
      }
      if (start == to) {
        return;
      }
      reader = new ImageBodyReader(imageKey, limits);
      line = reader;
    }
    reader.write(in, start, to);
  }
}
