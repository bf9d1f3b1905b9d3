package dev.halftone.router;

import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/**
 * One call that waits for its batch.
 *
 * @param giveBackNanos when it must be known what became of it, so that the rest can be made live
 */
record BatchOrder(ProviderCall call, Promise<ProviderAnswer> answer, long giveBackNanos) {
  String id() {
    return call.attemptId();
  }

  /** What its reference images weigh. */
  long bytes() {
    long bytes = 0;
    for (InputImage image : call.request().inputImages()) {
      bytes += weight(image);
    }
    InputImage mask = call.request().mask();
    return mask == null ? bytes : bytes + weight(mask);
  }

  private static long weight(InputImage image) {
    Buffer bytes = image.bytes();
    return bytes == null ? 0 : bytes.length();
  }
}
