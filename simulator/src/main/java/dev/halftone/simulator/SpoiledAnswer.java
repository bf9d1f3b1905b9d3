package dev.halftone.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Success bodies whose pictures are of no use. Pure. */
final class SpoiledAnswer {
  private static final byte[] PAGE =
      "<!doctype html><title>Not a picture</title><p>This is not a picture."
          .getBytes(StandardCharsets.UTF_8);
  private static final int LANDMARK_BYTES = 60;

  private SpoiledAnswer() {}

  /** The whole body; unharmed unless the fault is one of pictures. */
  static byte[] body(@Nullable Fault fault, Dialect dialect, Finished finished) {
    if (fault == Fault.NO_IMAGES) {
      return Wire.success(dialect, holding(finished, List.of()));
    }
    if (fault == Fault.WRONG_FORMAT) {
      int count = finished.order().images();
      return Wire.success(dialect, holding(finished, Collections.nCopies(count, PAGE)));
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
    int kept = length(picture) / 8 * 4 + 1;
    int end = start + length(picture);
    byte[] result = Arrays.copyOf(body, body.length - length(picture) + kept);
    System.arraycopy(body, end, result, start + kept, body.length - end);
    return result;
  }

  private static byte[] scratched(byte[] body, byte[] picture) {
    int middle = start(body, picture) + length(picture) / 2;
    Arrays.fill(body, middle, middle + 4, (byte) '*');
    return body;
  }

  private static int length(byte[] picture) {
    return (picture.length + 2) / 3 * 4;
  }

  private static int start(byte[] body, byte[] picture) {
    String landmark = Base64.getEncoder().encodeToString(Arrays.copyOf(picture, LANDMARK_BYTES));
    return new String(body, StandardCharsets.ISO_8859_1).indexOf(landmark);
  }
}
