package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why one request went where it went: every candidate with its quote, forecast and fate, every
 * refusal of a budget, every attempt with its hold and how that ended. Holds no prompt and no key.
 *
 * @param id the decision's id, also in the receipt
 * @param at when the request came
 * @param request what was asked, without the prompt
 * @param considered the candidates of the last plan in the order of their rank, then those excluded
 * @param warnings what whoever runs the router should know, in order: that a ladder names a model
 *     that is shut down, that a share of a limit was reached
 * @param refusals what budgets refused on the way, in order
 * @param attempts the calls made, in order
 * @param cache what the cache had to do with it
 * @param outcome {@code ok} or the reason of the failure
 * @param cost what was charged
 * @param estimate what the attempts that served it were expected to cost
 * @param suspended what failed attempts may yet turn out to cost
 * @param stepsDown rungs below the first that could have served it
 * @param latencyNanos from the request to its end
 */
public record DecisionRecord(
    String id,
    Instant at,
    String request,
    List<Considered> considered,
    List<String> warnings,
    List<String> refusals,
    List<Attempt> attempts,
    CacheOutcome cache,
    String outcome,
    Usd cost,
    Usd estimate,
    Usd suspended,
    int stepsDown,
    long latencyNanos) {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  public DecisionRecord {
    considered = List.copyOf(considered);
    warnings = List.copyOf(warnings);
    refusals = List.copyOf(refusals);
    attempts = List.copyOf(attempts);
  }

  /**
   * One candidate.
   *
   * @param quality to be sent; null if it was excluded
   * @param size to be ordered; null likewise
   * @param least null, like the other amounts, if it could not be quoted
   * @param forecastNanos the latency expected; 0 if it was excluded before
   * @param inFlight calls under way on its route
   * @param inFlightLimit how many the route was trusted with at a time
   * @param verdict what became of it: chosen, failed, ranked 2, or why it was excluded
   * @param batch whether it would be made in a batch
   */
  public record Considered(
      String provider,
      String model,
      @Nullable Quality quality,
      @Nullable ImageSize size,
      int rung,
      @Nullable Usd least,
      @Nullable Usd expected,
      @Nullable Usd most,
      long forecastNanos,
      int inFlight,
      int inFlightLimit,
      String verdict,
      boolean batch) {}

  /**
   * One call.
   *
   * @param held the hold it went out under
   * @param ending settled, released or suspended
   * @param charged what it cost, as far as known
   * @param failure what went wrong, or null
   * @param requestId the provider's id of the call, or null
   * @param batch whether it was part of a batch
   */
  public record Attempt(
      String id,
      String provider,
      String model,
      Quality quality,
      Usd held,
      String ending,
      Usd charged,
      long latencyNanos,
      @Nullable String failure,
      @Nullable String requestId,
      boolean batch) {}

  private static String lane(boolean batch) {
    return batch ? " in a batch" : "";
  }

  /** The record as text for a person. */
  public String explain() {
    StringBuilder text = new StringBuilder(512);
    text.append("decision %s: %s\n".formatted(id, request));
    for (Considered one : considered) {
      text.append(
          one.expected() == null
              ? "  - %s %s: %s\n".formatted(one.provider(), one.model(), one.verdict())
              : String.format(
                  Locale.ROOT,
                  "  - %s %s %s %s%s: $%s (at most $%s), about %d ms, %d of at most %d in flight: %s\n",
                  one.provider(),
                  one.model(),
                  one.quality(),
                  one.size(),
                  lane(one.batch()),
                  one.expected(),
                  one.most(),
                  one.forecastNanos() / NANOS_PER_MILLI,
                  one.inFlight(),
                  one.inFlightLimit(),
                  one.verdict()));
    }
    for (String warning : warnings) {
      text.append("  warning: ").append(warning).append('\n');
    }
    for (String refusal : refusals) {
      text.append("  refused: ").append(refusal).append('\n');
    }
    for (Attempt attempt : attempts) {
      text.append(
          "  attempt %s at %s%s: held $%s, %s, charged $%s after %d ms%s\n"
              .formatted(
                  attempt.id(),
                  attempt.provider(),
                  lane(attempt.batch()),
                  attempt.held(),
                  attempt.ending(),
                  attempt.charged(),
                  attempt.latencyNanos() / NANOS_PER_MILLI,
                  attempt.failure() == null ? "" : ": " + attempt.failure()));
    }
    text.append(
        "  outcome: %s, cost $%s, cache %s, steps down %d"
            .formatted(outcome, cost, cache, stepsDown));
    if (!suspended.isZero()) {
      text.append(", in suspense $").append(suspended);
    }
    return text.toString();
  }
}
