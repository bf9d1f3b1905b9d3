package dev.halftone.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The truth beside the ledger: what every process asked for and what the provider billed, in one
 * file that all append to. A call is billed at the moment its line is there.
 */
final class CallJournal implements AutoCloseable {
  /** Divides a page, so that no line crosses one: else a kill might leave half of it. */
  private static final int LINE_BYTES = 64;

  private static final int MOST_AT_ONCE = 1 << 20;

  private final FileChannel writer;
  private final FileChannel reader;
  private long read;

  /** What happened to a call, or to a process. */
  enum Kind {
    STARTED,
    HELD,
    REFUSED,
    /** The provider made it, and charges for it. */
    BILLED,
    /** The provider did not make it, and never will. */
    FREE,
    /** The ledger said that it settled or released it now. */
    APPLIED,
    /** The ledger said that it suspended it, or that it had ended before. */
    ENDED,
    /** Somebody looked at the ledger; the amount is what it held or suspended. */
    SAMPLED
  }

  record Line(Kind kind, String id, long nanos) {}

  CallJournal(Path file) {
    try {
      writer = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      reader = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Kind kind, String id, long nanos) {
    String line = "%s %s %d".formatted(kind, id, nanos);
    byte[] bytes = "%-63s%n".formatted(line).getBytes(StandardCharsets.US_ASCII);
    if (bytes.length != LINE_BYTES) {
      throw new IllegalArgumentException("line '%s' is too long".formatted(line));
    }
    try {
      writer.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines since the last time; nothing if there are none. */
  List<Line> next() {
    try {
      long there = (reader.size() - read) / LINE_BYTES * LINE_BYTES;
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(there, MOST_AT_ONCE));
      while (buffer.hasRemaining()) {
        reader.read(buffer, read + buffer.position());
      }
      read += buffer.capacity();
      List<Line> lines = new ArrayList<>();
      for (int at = 0; at < buffer.capacity(); at += LINE_BYTES) {
        lines.add(line(new String(buffer.array(), at, LINE_BYTES, StandardCharsets.US_ASCII)));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String text) {
    String[] parts = text.strip().split(" ", -1);
    return new Line(Kind.valueOf(parts[0]), parts[1], Long.parseLong(parts[2]));
  }

  @Override
  public void close() {
    try {
      writer.close();
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
