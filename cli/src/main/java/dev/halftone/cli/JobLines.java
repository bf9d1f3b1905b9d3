package dev.halftone.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of UTF-8 text into lines, holding one at a time and none beyond {@link
 * #MAX_LINE_BYTES}. A line that is too long or not UTF-8 is a problem of that line alone; the next
 * one is read as if nothing had been. Not thread-safe; does I/O.
 */
final class JobLines implements Closeable {
  /** Five times the longest prompt that a model accepts, with every character escaped. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CARRIAGE_RETURN = '\r';
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER_BYTES);
  private int at;
  private int filled;
  private long number;
  private long bytes;
  private boolean tooLong;
  private @Nullable String text;
  private @Nullable String problem;

  JobLines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    line.reset();
    tooLong = false;
    boolean ended = false;
    boolean any = false;
    while (!ended) {
      if (at == filled) {
        filled = in.read(buffer);
        at = 0;
        if (filled < 0) {
          filled = 0;
          break;
        }
      }
      any |= filled > 0;
      int from = at;
      while (at < filled && buffer[at] != '\n') {
        at++;
      }
      keep(from, at - from);
      bytes += at - from;
      if (at < filled) {
        at++;
        bytes++;
        ended = true;
      }
    }
    if (!any) {
      return false;
    }
    number++;
    decode();
    return true;
  }

  private void keep(int from, int length) {
    if (line.size() + length > MAX_LINE_BYTES) {
      tooLong = true;
    } else if (!tooLong) {
      line.write(buffer, from, length);
    }
  }

  private void decode() {
    text = null;
    problem = null;
    if (tooLong) {
      problem = "has more than %d bytes".formatted(MAX_LINE_BYTES);
      return;
    }
    byte[] raw = line.toByteArray();
    int start = number == 1 && startsWithMark(raw) ? BYTE_ORDER_MARK.length : 0;
    int end = raw.length;
    if (end > start && raw[end - 1] == CARRIAGE_RETURN) {
      end--;
    }
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(raw, start, end - start))
              .toString();
    } catch (CharacterCodingException e) {
      problem = "is not UTF-8 text";
    }
  }

  private static boolean startsWithMark(byte[] raw) {
    return raw.length >= 3
        && raw[0] == BYTE_ORDER_MARK[0]
        && raw[1] == BYTE_ORDER_MARK[1]
        && raw[2] == BYTE_ORDER_MARK[2];
  }

  /** The number of this line, from 1. */
  long number() {
    return number;
  }

  /** Bytes read so far, line breaks included. */
  long bytes() {
    return bytes;
  }

  /** This line without its line break; null if it has a problem. */
  @Nullable String text() {
    return text;
  }

  /** What is wrong with this line as text; null if nothing. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
