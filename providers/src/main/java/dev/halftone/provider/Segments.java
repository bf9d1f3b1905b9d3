package dev.halftone.provider;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that grow without being moved: what is full stays where it is, and the whole is a view on
 * the parts, so that an image of many megabytes is held once. Not thread-safe.
 */
final class Segments {
  /** Less than half a region of G1 in a small heap, where larger ones take whole regions. */
  private static final int LARGEST = 384 * 1024;

  private final List<ByteBuf> full = new ArrayList<>();
  private byte[] last;
  private int used;

  /** Makes one whose first segment has this size; later ones are larger, doubled each time. */
  Segments(int first) {
    last = new byte[first];
  }

  /** The segment that is written to; {@link #room} tells how much of its end is free. */
  byte[] last() {
    return last;
  }

  int used() {
    return used;
  }

  /** Says that so many more bytes of the segment have been written. */
  void advance(int bytes) {
    used += bytes;
  }

  /** How much of the segment is free, at least a byte: a full one gives way to the next. */
  int room() {
    if (used == last.length) {
      full.add(Unpooled.wrappedBuffer(last));
      last = new byte[Math.min(last.length * 2, LARGEST)];
      used = 0;
    }
    return last.length - used;
  }

  /** Drops everything; nothing can be written any more. */
  void clear() {
    full.clear();
    last = new byte[0];
    used = 0;
  }

  /** The bytes; ends the writing. */
  Buffer join() {
    if (full.isEmpty()) {
      return Buffer.buffer(used).appendBytes(last, 0, used);
    }
    full.add(Unpooled.wrappedBuffer(last, 0, used));
    ByteBuf[] parts = full.toArray(ByteBuf[]::new);
    return BufferInternal.buffer(Unpooled.wrappedBuffer(parts.length, parts));
  }
}
