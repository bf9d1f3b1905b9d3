package dev.halftone.image;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch is, as its provider says. Immutable.
 *
 * @param batchId the provider's id of the batch
 * @param total requests in it, 0 while the provider does not say
 * @param completed requests that brought images so far
 * @param failed requests that failed so far
 * @param expiresAt when what is not made by then never will be, or null if it does not say
 */
public record BatchState(
    String batchId,
    Status status,
    long total,
    long completed,
    long failed,
    @Nullable Instant expiresAt) {

  /** The stages of a batch. */
  public enum Status {
    VALIDATING(false),
    /** It was refused as a whole, before any work. */
    FAILED(true),
    IN_PROGRESS(false),
    /** The work is over and the results are being written. */
    FINALIZING(false),
    /** All requests were worked on; some may have failed. */
    COMPLETED(true),
    /** Its time was over before its work was. */
    EXPIRED(true),
    CANCELLING(false),
    CANCELLED(true);

    private final boolean ended;

    Status(boolean ended) {
      this.ended = ended;
    }

    /** Whether nothing will change any more. */
    public boolean hasEnded() {
      return ended;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
