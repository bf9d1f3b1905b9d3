package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one base64 text that arrives in pieces, straight into the bytes it stands for.
 *
 * <p>Accepts what {@link java.util.Base64#getDecoder} accepts, so padding may be missing, and also
 * white space and a leading {@code data:...,}. After the first problem it swallows the rest. Not
 * thread-safe.
 */
final class Base64Spool {
  private static final int INVALID = -1;
  private static final int[] CODES = codes();
  private static final String PREFIX = "data:";
  private static final int MAX_PREFIX = 128;

  /** A multiple of three, as all segments are then: a group of four never straddles two. */
  private static final int FIRST_SEGMENT = 12 * 1024;

  private final long maxBytes;
  private final Segments segments = new Segments(FIRST_SEGMENT);
  private long bytes;
  private long position;
  private int group;
  private int groupLength;
  private int padding;
  private int prefixLength;
  private boolean prefixOver;
  private @Nullable String problem;

  Base64Spool(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Decodes whole groups of four as far as they are plain.
   *
   * @return the index of the first byte that was not taken
   */
  int writePlain(byte[] in, int from, int to) {
    if (!prefixOver || groupLength != 0 || padding != 0 || problem != null) {
      return from;
    }
    int i = from;
    while (to - i >= 4) {
      int room = segments.room();
      byte[] out = segments.last();
      int first = segments.used();
      int o = first;
      int end = i + 4 * Math.min((to - i) / 4, room / 3);
      int start = i;
      while (i < end) {
        int four =
            CODES[in[i] & 0xFF] << 18
                | CODES[in[i + 1] & 0xFF] << 12
                | CODES[in[i + 2] & 0xFF] << 6
                | CODES[in[i + 3] & 0xFF];
        if (four < 0) {
          break;
        }
        out[o] = (byte) (four >> 16);
        out[o + 1] = (byte) (four >> 8);
        out[o + 2] = (byte) four;
        o += 3;
        i += 4;
      }
      bytes += o - first;
      segments.advance(o - first);
      position += i - start;
      if (bytes > maxBytes) {
        failTooLarge();
        return i;
      }
      if (i < end) {
        return i;
      }
    }
    return i;
  }

  /** Takes one character, plain or not. */
  void write(int c) {
    if (problem != null) {
      return;
    }
    if (prefixOver) {
      decode(c);
    } else if (prefixLength >= PREFIX.length()) {
      position++;
      prefixOver = c == ',';
      if (++prefixLength > MAX_PREFIX) {
        fail("starts with a data URI without a comma in %d characters".formatted(MAX_PREFIX));
      }
    } else if (c == PREFIX.charAt(prefixLength)) {
      if (++prefixLength == PREFIX.length()) {
        position += prefixLength;
      }
    } else {
      replayPrefix();
      decode(c);
    }
  }

  /** Records that the text holds something that is no character of it. */
  void writeInvalid() {
    if (problem == null) {
      fail("is not base64 at position " + position);
    }
  }

  /** Ends the text; null if it was not base64, see {@link #problem}. */
  @Nullable Buffer end() {
    if (!prefixOver && prefixLength < PREFIX.length()) {
      replayPrefix();
    }
    if (problem == null && !prefixOver) {
      fail("is a data URI without data");
    }
    if (problem == null && (groupLength == 1 || (padding > 0 && groupLength + padding != 4))) {
      fail("ends within a base64 group at position " + position);
    }
    if (problem != null) {
      return null;
    }
    if (groupLength >= 2) {
      put(group >> (groupLength == 2 ? 4 : 10));
      if (groupLength == 3) {
        put(group >> 2);
      }
      if (problem != null) {
        return null;
      }
    }
    return segments.join();
  }

  /** What is wrong, without any of the content, or null. */
  @Nullable String problem() {
    return problem;
  }

  private void replayPrefix() {
    prefixOver = true;
    for (int i = 0; i < prefixLength; i++) {
      decode(PREFIX.charAt(i));
    }
  }

  private void decode(int c) {
    if (problem != null) {
      return;
    }
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      position++;
      return;
    }
    if (c == '=' && groupLength >= 2 && groupLength + padding < 4) {
      position++;
      padding++;
      return;
    }
    int code = c < CODES.length ? CODES[c] : INVALID;
    if (code < 0 || padding > 0) {
      writeInvalid();
      return;
    }
    position++;
    group = group << 6 | code;
    if (++groupLength == 4) {
      put(group >> 16);
      put(group >> 8);
      put(group);
      group = 0;
      groupLength = 0;
    }
  }

  private void put(int octet) {
    if (problem != null) {
      // The limit was broken within this group of four.
      return;
    }
    segments.room();
    segments.last()[segments.used()] = (byte) octet;
    segments.advance(1);
    if (++bytes > maxBytes) {
      failTooLarge();
    }
  }

  private void failTooLarge() {
    fail("is larger than %d bytes; raise maxImageBytes".formatted(maxBytes));
  }

  private void fail(String what) {
    if (problem == null) {
      problem = what;
      segments.clear();
    }
  }

  private static int[] codes() {
    int[] codes = new int[256];
    Arrays.fill(codes, INVALID);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      codes[alphabet.charAt(i)] = i;
    }
    return codes;
  }
}
