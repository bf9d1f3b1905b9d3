package dev.halftone.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Success bodies whose pictures are of no use. Pure. */
final class SpoiledAnswer {
  private static final byte[] PAGE =
      "<!doctype html><title>Not a picture</title><p>This is not a picture."
          .getBytes(StandardCharsets.UTF_8);
  private static final int SCRATCH = 4;
  private static final int LANDMARK_BYTES = 60;

  private SpoiledAnswer() {}

  /** The whole body; unharmed unless the fault is one of pictures. */
  static byte[] body(@Nullable Fault fault, Dialect dialect, Finished finished) {
    if (fault == Fault.NO_IMAGES) {
      return Wire.success(dialect, holding(finished, List.of()));
    }
    if (fault == Fault.WRONG_FORMAT) {
      return Wire.success(dialect, holding(finished, pages(finished.order().images())));
    }
    byte[] body = Wire.success(dialect, finished);
    if (fault == Fault.TRUNCATED_BASE64) {
      return truncated(body, finished.pictures().get(0));
    }
    if (fault == Fault.INVALID_BASE64) {
      return scratched(body, finished.pictures().get(0));
    }
    return body;
  }

  /** Files that are pages of HTML. */
  static List<byte[]> pages(int count) {
    return Collections.nCopies(count, PAGE);
  }

  /** A single picture in base64 as the fault leaves it, or null when it leaves none. */
  static @Nullable String base64(@Nullable Fault fault, byte[] picture) {
    if (fault == Fault.NO_IMAGES) {
      return null;
    }
    if (fault == Fault.WRONG_FORMAT) {
      return Wire.base64(PAGE);
    }
    if (fault == Fault.TRUNCATED_BASE64) {
      return truncated(picture);
    }
    return fault == Fault.INVALID_BASE64 ? scratched(picture) : Wire.base64(picture);
  }

  /** Base64 of a length no base64 has. */
  static String truncated(byte[] picture) {
    return Wire.base64(picture).substring(0, keptLength(picture));
  }

  /** Base64 with characters base64 does not have. */
  static String scratched(byte[] picture) {
    StringBuilder base64 = new StringBuilder(Wire.base64(picture));
    int middle = base64.length() / 2;
    return base64.replace(middle, middle + SCRATCH, "*".repeat(SCRATCH)).toString();
  }

  private static Finished holding(Finished finished, List<byte[]> pictures) {
    return new Finished(
        finished.order(),
        finished.bill(),
        pictures,
        finished.createdEpochSeconds(),
        finished.requestId());
  }

  /** Leaves half of the text and one character more, which no decoder can make bytes of. */
  private static byte[] truncated(byte[] body, byte[] picture) {
    int start = start(body, picture);
    int kept = keptLength(picture);
    int end = start + length(picture);
    byte[] result = Arrays.copyOf(body, body.length - length(picture) + kept);
    System.arraycopy(body, end, result, start + kept, body.length - end);
    return result;
  }

  private static byte[] scratched(byte[] body, byte[] picture) {
    int middle = start(body, picture) + length(picture) / 2;
    Arrays.fill(body, middle, middle + SCRATCH, (byte) '*');
    return body;
  }

  private static int keptLength(byte[] picture) {
    return length(picture) / 8 * 4 + 1;
  }

  private static int length(byte[] picture) {
    return (picture.length + 2) / 3 * 4;
  }

  private static int start(byte[] body, byte[] picture) {
    String landmark = Wire.base64(Arrays.copyOf(picture, LANDMARK_BYTES));
    return new String(body, StandardCharsets.ISO_8859_1).indexOf(landmark);
  }
}
