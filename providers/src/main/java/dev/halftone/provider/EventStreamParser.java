package dev.halftone.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Splits server-sent events as they arrive, in pieces of any size, into the bytes of their data.
 *
 * <p>Lines may end in CR, LF or both. Only {@code event} and {@code data} count; comments and other
 * fields are passed over. The mark of byte order at the start is its caller's to skip. Not
 * thread-safe.
 */
final class EventStreamParser {
  private static final int MAX_NAME = 128;

  private enum Part {
    FIELD,
    /** After the colon, where one blank does not count. */
    GAP,
    VALUE
  }

  private enum Field {
    DATA,
    EVENT,
    OTHER
  }

  private final Sink sink;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream(MAX_NAME);
  private final ByteArrayOutputStream name = new ByteArrayOutputStream(MAX_NAME);
  private Part part = Part.FIELD;
  private Field current = Field.OTHER;
  private boolean hasData;
  private boolean afterCr;

  /** Takes events. */
  interface Sink {
    /** More of the data of the current event; the array is reused. */
    void data(byte[] bytes, int from, int to);

    /**
     * The current event is whole; called only if it had data.
     *
     * @param name its name, empty if it has none
     */
    void event(String name);
  }

  EventStreamParser(Sink sink) {
    this.sink = sink;
  }

  void write(byte[] in, int from, int to) {
    int i = from;
    while (i < to) {
      byte b = in[i];
      if (b == '\n' && afterCr) {
        i++;
        afterCr = false;
      } else if (b == '\n' || b == '\r') {
        i++;
        endLine();
        afterCr = b == '\r';
      } else {
        afterCr = false;
        i = inLine(in, i, to);
      }
    }
  }

  /** The stream has ended; an event that lacks only its blank line still counts. */
  void end() {
    if (part != Part.FIELD || field.size() > 0) {
      endLine();
    }
    endEvent();
  }

  private int inLine(byte[] in, int from, int to) {
    if (part == Part.FIELD) {
      if (in[from] == ':') {
        startValue();
      } else {
        put(field, in, from, from + 1);
      }
      return from + 1;
    }
    int start = part == Part.GAP && in[from] == ' ' ? from + 1 : from;
    part = Part.VALUE;
    int end = start;
    while (end < to && in[end] != '\n' && in[end] != '\r') {
      end++;
    }
    if (current == Field.DATA) {
      sink.data(in, start, end);
    } else if (current == Field.EVENT) {
      put(name, in, start, end);
    }
    return end;
  }

  private void startValue() {
    current =
        switch (field.toString(StandardCharsets.UTF_8)) {
          case "data" -> Field.DATA;
          case "event" -> Field.EVENT;
          default -> Field.OTHER;
        };
    part = Part.GAP;
    if (current == Field.EVENT) {
      name.reset();
    } else if (current == Field.DATA) {
      if (hasData) {
        sink.data(new byte[] {'\n'}, 0, 1);
      }
      hasData = true;
    }
  }

  private void endLine() {
    if (part == Part.FIELD && field.size() == 0) {
      endEvent();
    } else if (part == Part.FIELD) {
      startValue();
    }
    part = Part.FIELD;
    field.reset();
  }

  private void endEvent() {
    if (hasData) {
      sink.event(name.toString(StandardCharsets.UTF_8));
    }
    hasData = false;
    name.reset();
  }

  /** A name that is too long is none of ours, so the rest of it does not matter. */
  private static void put(ByteArrayOutputStream text, byte[] in, int from, int to) {
    text.write(in, from, Math.min(to - from, MAX_NAME - text.size()));
  }
}
