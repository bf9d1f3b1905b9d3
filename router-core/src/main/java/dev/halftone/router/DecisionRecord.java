package dev.halftone.router;

import dev.halftone.cost.Basis;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why one request went where it went: every candidate with its quote, forecast and fate, every
 * refusal of a budget, every attempt with its hold and how that ended. Holds no prompt and no key.
 * Immutable and thread-safe. {@link DecisionLines} writes and reads it, {@link Replay} decides it
 * again.
 *
 * @param id the decision's id, also in the receipt
 * @param at when the request came
 * @param asked what was asked, without the prompt
 * @param plan how it was decided; null if it never came to a plan
 * @param considered the candidates in the order in which they were to be tried, then those
 *     excluded, then those that never fitted. They are as they stood when the first attempt was
 *     chosen
 * @param warnings what whoever runs the router should know, in order: that a ladder names a model
 *     that is shut down, that a share of a limit was reached
 * @param refusals what budgets refused on the way, in order
 * @param attempts the calls made, in order
 * @param cache what the cache had to do with it
 * @param outcome {@code ok} or the reason of the failure
 * @param cost what was charged for the images; what failed calls were billed is in their attempts
 * @param estimate what the attempts that served it were expected to cost
 * @param suspended what failed attempts may yet turn out to cost
 * @param stepsDown rungs below the first that could have served it
 * @param latencyNanos from the request to its end
 */
public record DecisionRecord(
    String id,
    Instant at,
    RequestShape asked,
    @Nullable Plan plan,
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
  /** The outcome of a request that brought images. */
  public static final String OK = "ok";

  public DecisionRecord {
    considered = List.copyOf(considered);
    warnings = List.copyOf(warnings);
    refusals = List.copyOf(refusals);
    attempts = List.copyOf(attempts);
  }

  /**
   * How candidates were ranked.
   *
   * @param by what was to decide
   * @param inHaste whether everything was feared to be late, so that speed decided instead
   * @param usdPerSecond what a second was worth, where cost and time were balanced
   * @param quantilePercent the quantile of latency that was looked at
   * @param allowedNanos how long the request was allowed to take
   * @param leftNanos how much of that was left
   * @param turn whose turn it was among equals
   */
  public record Plan(
      RankedBy by,
      boolean inHaste,
      Usd usdPerSecond,
      int quantilePercent,
      long allowedNanos,
      long leftNanos,
      long turn) {}

  /** What ranks candidates of one rung. */
  public enum RankedBy {
    CHEAPEST,
    FASTEST,
    BALANCED,
    /** The user's own {@link Preference}. */
    OWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One candidate.
   *
   * @param option what it offered; null if it could not be quoted
   * @param verdict what became of it, in words
   */
  public record Considered(
      String provider, String model, @Nullable Option option, Fate fate, String verdict) {}

  /** What became of a candidate. */
  public enum Fate {
    CHOSEN,
    /** Its call failed. */
    FAILED,
    /** A budget had no room for it. */
    REFUSED,
    /** It was ranked, and not needed. */
    PASSED_OVER,
    /** A constraint of that instant kept it out. */
    EXCLUDED,
    /** It cannot serve the request, or not be quoted. */
    UNFIT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a candidate offered.
   *
   * @param index its place in the search, from 0; settles ties
   * @param quality to be sent
   * @param size to be ordered
   * @param rung of the ladder, 0 for the best
   * @param imagesPerCall how many images its largest call makes
   * @param dropped parameters that would be lost
   * @param exploring whether it was put first to learn about its route
   * @param refused whether a budget had no room for it before the first call
   * @param batch whether it would be made in a batch
   * @param score by what decided, lower is better; null if it was not ranked
   */
  public record Option(
      int index,
      Quality quality,
      ImageSize size,
      int rung,
      int imagesPerCall,
      List<String> dropped,
      Price price,
      Outlook outlook,
      boolean exploring,
      boolean refused,
      boolean batch,
      @Nullable Long score) {
    public Option {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * What it was quoted to cost.
   *
   * @param list the price list
   * @param asOf the day the price was last checked
   * @param hold what a budget was to hold
   */
  public record Price(
      String list, Usd least, Usd expected, Usd most, Usd hold, Basis basis, LocalDate asOf) {}

  /**
   * What was known of its route.
   *
   * @param medianNanos the median latency
   * @param quantileNanos the latency at the quantile of the plan
   * @param slowNanos the 95th percentile
   * @param samples answers it rests on; 0 means declared, not observed
   * @param failuresPerMillion of a million calls, how many fail
   * @param billedFailuresPerMillion of a million calls, how many fail and cost money all the same
   * @param inFlight calls under way
   * @param inFlightLimit how many the route was trusted with at a time
   * @param room how many more may go out at once
   * @param scarce whether little was left of one of its limits
   * @param blocked why it took no call, or null
   */
  public record Outlook(
      long medianNanos,
      long quantileNanos,
      long slowNanos,
      long samples,
      int failuresPerMillion,
      int billedFailuresPerMillion,
      int inFlight,
      int inFlightLimit,
      int room,
      boolean scarce,
      @Nullable String blocked) {}

  /**
   * One call.
   *
   * @param n how many images it was to bring
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
      ImageSize size,
      int n,
      Usd held,
      String ending,
      Usd charged,
      long latencyNanos,
      @Nullable String failure,
      @Nullable String requestId,
      boolean batch) {
    boolean suspended() {
      return ending.equals("suspended");
    }
  }

  /** What all calls were charged, those that failed included. */
  public Usd charged() {
    return attempts.stream().map(Attempt::charged).reduce(Usd.ZERO, Usd::plus);
  }

  /** The record as text for a person, in aligned columns. */
  public String explain() {
    return new Explanation(this).text();
  }
}
