package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request, and what would have come of it.
 *
 * @param id the decision's id
 * @param then as it was recorded
 * @param now as it is decided again
 */
public record ReplayedDecision(String id, Course then, Course now) {
  /** Whether it goes elsewhere now, or ends otherwise. */
  public boolean moved() {
    return !then.outcome().equals(now.outcome()) || !now.sameWayAs(then);
  }

  /**
   * How one request went, or would go.
   *
   * @param outcome {@code ok} or the reason of the failure
   * @param provider who served it first, or was to; null if nobody
   * @param batch whether that was in a batch
   * @param charged what all its calls cost
   * @param suspended what they may yet turn out to cost
   * @param latencyNanos from the request to its end
   * @param source what cost and latency rest on
   */
  public record Course(
      String outcome,
      @Nullable String provider,
      @Nullable String model,
      @Nullable Quality quality,
      @Nullable ImageSize size,
      boolean batch,
      Usd charged,
      Usd suspended,
      long latencyNanos,
      Source source) {
    /** Whether it brought images. */
    public boolean served() {
      return outcome.equals(DecisionRecord.OK);
    }

    boolean sameWayAs(Course other) {
      return java.util.Objects.equals(provider, other.provider)
          && java.util.Objects.equals(model, other.model)
          && quality == other.quality
          && batch == other.batch
          && java.util.Objects.equals(size, other.size);
    }
  }

  /** What a cost and a latency rest on. */
  public enum Source {
    /** All of it really happened. */
    RECORDED,
    /** Some of it really happened, the rest is forecast. */
    MIXED,
    /** The quote and the forecast of the recorded instant, or of the catalogue. */
    FORECAST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
