package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body while it arrives and decodes the images in it on the way, so that their base64
 * text never exists as a whole.
 *
 * <p>It follows strings and nesting only. A string is an image if it is the value of the image key,
 * or an element of an array that is. Everything else is copied to a small skeleton which a real
 * parser checks afterwards, so nothing malformed passes because this reader is simple. Not
 * thread-safe.
 */
final class ImageBodyReader implements AnswerReader<ImageBody> {
  private static final int MAX_DEPTH = 64;
  private static final int SCRATCH_BYTES = 16 * 1024;

  private static final int ARRAY = 1;
  private static final int KEY_NEXT = 2;
  private static final int IMAGES = 4;

  private static final int INCOMPLETE = -1;
  private static final int INVALID = -2;

  private enum Mode {
    OUTSIDE,
    KEY,
    TEXT,
    IMAGE
  }

  private final byte[] imageKey;
  private final Limits limits;
  private byte[] scratch = {};
  private final ByteArrayOutputStream skeleton = new ByteArrayOutputStream(512);
  private final List<Buffer> images = new ArrayList<>();
  private final int[] levels = new int[MAX_DEPTH];
  private int depth;
  private Mode mode = Mode.OUTSIDE;
  private @Nullable Base64Spool spool;
  private int keyMatched;
  private int escape;
  private int hex;
  private long bytes;
  private @Nullable String problem;
  private @Nullable String exceeded;

  ImageBodyReader(String imageKey, Limits limits) {
    this.imageKey = imageKey.getBytes(StandardCharsets.US_ASCII);
    this.limits = limits;
  }

  @Override
  public void write(Buffer chunk) {
    if (scratch.length == 0) {
      scratch = new byte[SCRATCH_BYTES];
    }
    for (int from = 0; from < chunk.length() && exceeded == null; from += SCRATCH_BYTES) {
      int to = Math.min(chunk.length(), from + SCRATCH_BYTES);
      chunk.getBytes(from, to, scratch);
      write(scratch, 0, to - from);
    }
  }

  /** Takes the next piece from a part of an array, which the caller may use again. */
  void write(byte[] in, int from, int to) {
    bytes += to - from;
    if (bytes > limits.bodyBytes()) {
      exceed(limits.bodyMessage());
    }
    scan(in, from, to);
  }

  @Override
  public @Nullable String exceeded() {
    return exceeded;
  }

  @Override
  public ImageBody end() {
    return new ImageBody(WireJson.parse(skeleton.toByteArray()), images, problem);
  }

  private void scan(byte[] in, int from, int to) {
    int i = from;
    while (i < to && exceeded == null) {
      Base64Spool image = spool;
      if (image != null) {
        i = scanImage(image, in, i, to);
      } else {
        int start = i;
        i = scanText(in, i, to);
        skeleton.write(in, start, i - start);
      }
      if (skeleton.size() > limits.skeletonBytes()) {
        exceed(
            "the answer holds more than %d bytes beside images".formatted(limits.skeletonBytes()));
      }
    }
  }

  /** Stops after a quote that opens an image. */
  private int scanText(byte[] in, int from, int to) {
    int i = from;
    while (i < to && spool == null && exceeded == null) {
      byte b = in[i++];
      switch (mode) {
        case TEXT -> inText(b);
        case KEY -> inKey(b);
        default -> outside(b);
      }
    }
    return i;
  }

  private int scanImage(Base64Spool image, byte[] in, int from, int to) {
    int i = from;
    while (i < to) {
      if (escape == 0) {
        i = image.writePlain(in, i, to);
        if (i == to) {
          return i;
        }
      }
      int b = in[i++] & 0xFF;
      if (escape != 0) {
        writeUnescaped(image, b);
      } else if (b == '"') {
        endImage(image);
        return i;
      } else if (b == '\\') {
        escape = 1;
      } else if (b < ' ') {
        image.writeInvalid();
      } else {
        image.write(b);
      }
    }
    return i;
  }

  private void writeUnescaped(Base64Spool image, int b) {
    int c = unescape(b);
    if (c == INVALID) {
      image.writeInvalid();
    } else if (c != INCOMPLETE) {
      image.write(c);
    }
  }

  private void endImage(Base64Spool image) {
    Buffer decoded = image.end();
    if (decoded == null && problem == null) {
      problem = "image %d %s".formatted(images.size(), image.problem());
    }
    skeleton.writeBytes(Integer.toString(images.size()).getBytes(StandardCharsets.US_ASCII));
    skeleton.write('"');
    images.add(decoded == null ? Buffer.buffer() : decoded);
    spool = null;
    mode = Mode.OUTSIDE;
  }

  private void inText(byte b) {
    if (escape != 0) {
      escape = 0;
    } else if (b == '\\') {
      escape = 1;
    } else if (b == '"') {
      mode = Mode.OUTSIDE;
    }
  }

  private void inKey(byte b) {
    if (escape != 0) {
      int c = unescape(b);
      if (c != INCOMPLETE) {
        matchKey(c);
      }
    } else if (b == '\\') {
      escape = 1;
    } else if (b == '"') {
      mode = Mode.OUTSIDE;
      if (keyMatched == imageKey.length) {
        levels[depth - 1] |= IMAGES;
      }
    } else {
      matchKey(b);
    }
  }

  private void matchKey(int c) {
    boolean matches = keyMatched >= 0 && keyMatched < imageKey.length && imageKey[keyMatched] == c;
    keyMatched = matches ? keyMatched + 1 : -1;
  }

  private void outside(byte b) {
    int level = depth == 0 ? 0 : levels[depth - 1];
    switch (b) {
      case '{' -> push(KEY_NEXT);
      case '[' -> push(ARRAY | (level & IMAGES));
      case '}', ']' -> depth = Math.max(0, depth - 1);
      case ',' -> {
        if (depth > 0 && (level & ARRAY) == 0) {
          levels[depth - 1] |= KEY_NEXT;
        }
      }
      case '"' -> openString(level);
      default -> {}
    }
  }

  private void openString(int level) {
    escape = 0;
    if ((level & KEY_NEXT) != 0) {
      mode = Mode.KEY;
      keyMatched = 0;
      levels[depth - 1] = 0;
    } else if ((level & IMAGES) != 0) {
      mode = Mode.IMAGE;
      spool = new Base64Spool(limits.imageBytes());
    } else {
      mode = Mode.TEXT;
    }
  }

  private void push(int level) {
    if (depth == MAX_DEPTH) {
      exceed("the answer is nested deeper than %d levels".formatted(MAX_DEPTH));
    } else {
      levels[depth++] = level;
    }
  }

  /** Goes one character on in an escape: what it stands for once it is complete. */
  private int unescape(int b) {
    if (escape > 1) {
      int digit = b < 0x80 ? Character.digit(b, 16) : -1;
      hex = hex << 4 | digit;
      escape = digit < 0 || escape == 5 ? 0 : escape + 1;
      return digit < 0 ? INVALID : escape == 0 ? hex : INCOMPLETE;
    }
    if (b == 'u') {
      escape = 2;
      hex = 0;
      return INCOMPLETE;
    }
    escape = 0;
    return switch (b) {
      case '"', '\\', '/' -> b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> INVALID;
    };
  }

  private void exceed(String limit) {
    exceeded = limit;
    images.clear();
    spool = null;
  }
}
