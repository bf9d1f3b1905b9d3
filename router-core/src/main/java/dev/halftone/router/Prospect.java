package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.List;

/**
 * One way to serve a request as it looks at the instant of planning, for a {@link Preference} to
 * judge. Immutable and thread-safe; does no I/O.
 */
public final class Prospect {
  private static final long MILLION = 1_000_000L;

  private final Candidate candidate;
  private final RouteView view;

  Prospect(Candidate candidate, RouteView view) {
    this.candidate = candidate;
    this.view = view;
  }

  /** The provider's configured name. */
  public String provider() {
    return candidate.route().provider();
  }

  public String model() {
    return candidate.model();
  }

  public Quality quality() {
    return candidate.quality();
  }

  /** The size in pixels that would be ordered, or auto. */
  public ImageSize size() {
    return candidate.size();
  }

  /** How many images, 1 to 10. */
  public int n() {
    return candidate.quote().spec().n();
  }

  /** The rung of the ladder, 0 for the best; a score never lifts a way above its rung. */
  public int rung() {
    return candidate.rung();
  }

  /** The least the images may cost. */
  public Usd least() {
    return candidate.quote().least();
  }

  /** What the images are expected to cost. */
  public Usd expected() {
    return candidate.quote().expected();
  }

  /** The most the images may cost. */
  public Usd most() {
    return candidate.quote().most();
  }

  /** Parameters of the request that would be lost. */
  public List<String> dropped() {
    return candidate.dropped();
  }

  /** Whether it is the provider's slower, cheaper batch lane. */
  public boolean batch() {
    return candidate.quote().spec().batch();
  }

  /** The median latency expected, in nanoseconds. */
  public long medianNanos() {
    return view.forecast().expectedNanos();
  }

  /** The latency at the quantile of the policy, in nanoseconds. */
  public long quantileNanos() {
    return view.forecast().quantileNanos();
  }

  /** How many answers the forecast rests on; 0 means that it is declared, not observed. */
  public long samples() {
    return view.forecast().samples();
  }

  /** How many of a million calls are expected to fail, 0 to 999,999. */
  public int failuresPerMillion() {
    return view.forecast().failuresPerMillion();
  }

  /** How many of a million calls are expected to fail and to cost money all the same. */
  public int billedFailuresPerMillion() {
    return view.forecast().billedFailuresPerMillion();
  }

  /** Calls under way on its route. */
  public int inFlight() {
    return view.inFlight();
  }

  /** How many calls its route is trusted with at a time. */
  public int inFlightLimit() {
    return view.inFlightLimit();
  }

  /** Whether less than a tenth is left of one of the limits of its route. */
  public boolean scarce() {
    return view.scarce();
  }

  /**
   * What an image is expected to cost in the end, in nano-dollars, rounded down: the price expected
   * and that of the failures billed on the way to one success. A failure that is not billed costs
   * nothing here; it costs time.
   */
  public long costToSuccessNanos() {
    long price = expected().nanos();
    return Saturated.sum(
        price, Saturated.share(price, billedFailuresPerMillion(), MILLION - failuresPerMillion()));
  }

  /**
   * How long the images take in the end: the median under load, of all calls until one succeeds.
   * Where they are made in several calls side by side, the slowest is waited for and each must
   * succeed, so it is the latency at the quantile of the policy.
   */
  public long timeToSuccessNanos() {
    return untilSuccess(candidate.parts().size() == 1 ? medianNanos() : quantileNanos());
  }

  /** The same with the latency at the quantile of the policy in any case. */
  public long slowTimeToSuccessNanos() {
    return untilSuccess(quantileNanos());
  }

  private long untilSuccess(long nanos) {
    int anyFails = Saturated.anyOf(candidate.parts().size(), failuresPerMillion());
    return Saturated.untilSuccess(loaded(nanos), anyFails);
  }

  /** A route that is full is taken to need twice as long as an idle one. */
  private long loaded(long nanos) {
    return Saturated.sum(nanos, Saturated.share(nanos, inFlight(), Math.max(1, inFlightLimit())));
  }
}
