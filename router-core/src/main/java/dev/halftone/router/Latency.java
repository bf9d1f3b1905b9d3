package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * The latency of one route for one class of request, learned from its answers and from the calls
 * that have none yet.
 *
 * <p>Quantiles come from a {@link DecayingHistogram}, weighed against the declared prior, which
 * counts as three answers. On top of that stands a surcharge: an answer slower than the 95th
 * percentile, or a call on the way for longer than that, lifts the whole forecast by the difference
 * at once, though never above what was seen. The surcharge of answers then halves every half
 * minute, and shrinks by an eighth with each answer that was not so slow.
 *
 * <p>A call that timed out is no answer: it says only that it would have taken longer, or for ever.
 * So it lifts the forecast as a call on the way for that long does, and is forgotten as quickly;
 * that it failed is for the {@link Odds}.
 *
 * <p>4.5 KB once a call has ended, under 100 bytes before, and 32 more for each call on the way.
 * Reading takes no lock unless an answer came since or weights have aged. Thread-safe.
 */
final class Latency {
  static final int SLOW_PERCENT = 95;

  private static final int MEDIAN_PERCENT = 50;
  private static final int PRIOR_SAMPLES = 3;
  private static final int FEW_SAMPLES = 5;
  private static final long STALE_NANOS = 1_800_000_000_000L;
  private static final double SURCHARGE_HALF_LIFE_NANOS = 30e9;
  private static final int FASTER_SHARE = 8;

  private final Forecast prior;
  private final CallsInFlight calls = new CallsInFlight();
  private @Nullable DecayingHistogram seen;
  private volatile @Nullable Learned learned;
  private volatile @Nullable Cached cached;

  /** What the answers say by themselves, until an answer comes or their weights age. */
  private record Learned(
      long medianNanos,
      long quantileNanos,
      long slowNanos,
      long samples,
      int quantilePercent,
      long agesAtNanos,
      LastEnd last) {
    Learned with(LastEnd other) {
      return new Learned(
          medianNanos, quantileNanos, slowNanos, samples, quantilePercent, agesAtNanos, other);
    }
  }

  /**
   * The last call that ended with an answer or with none in its time.
   *
   * @param surcharge what stood on top of the forecast then
   */
  private record LastEnd(long atNanos, boolean timedOut, Surcharge surcharge) {
    Surcharge surcharge(long nowNanos) {
      return surcharge.after(nowNanos - atNanos);
    }
  }

  /**
   * What slow answers put on top.
   *
   * @param nanos by how much
   * @param baseNanos the 95th percentile above which it stood when it was made
   */
  private record Surcharge(long nanos, long baseNanos) {
    static final Surcharge NONE = new Surcharge(0, 0);

    Surcharge after(long ageNanos) {
      return nanos == 0 || ageNanos <= 0
          ? this
          : new Surcharge(
              (long) (nanos * Math.pow(0.5, ageNanos / SURCHARGE_HALF_LIFE_NANOS)), baseNanos);
    }

    Surcharge towards(long lessNanos) {
      return lessNanos >= nanos
          ? this
          : new Surcharge(nanos - (nanos - lessNanos) / FASTER_SHARE, baseNanos);
    }

    /** One that lifts the 95th percentile to what a call is known to take at least. */
    Surcharge atLeast(long boundNanos, long slowNanos) {
      if (boundNanos <= on(slowNanos)) {
        return this;
      }
      long most = Math.max(nanos, boundNanos - slowNanos);
      return new Surcharge(most, boundNanos - most);
    }

    long on(long calmNanos) {
      return Math.max(calmNanos, Math.min(calmNanos + nanos, baseNanos + nanos));
    }
  }

  /** The last forecast that was made without surcharge, and of what. */
  private record Cached(Learned learned, Forecast declared, Odds.Share odds, Forecast forecast) {}

  /**
   * Starts without experience.
   *
   * @param prior as declared for this class; it says what is slow before anything was seen
   */
  Latency(Forecast prior) {
    this.prior = prior;
  }

  CallsInFlight.Call started(long nowNanos) {
    return calls.started(nowNanos);
  }

  /** The call ended in a way that tells no latency. */
  void ended(CallsInFlight.Call call) {
    calls.ended(call);
  }

  /** The call ended after so long with an answer. */
  synchronized void answered(CallsInFlight.Call call, long nanos, long nowNanos) {
    calls.ended(call);
    DecayingHistogram histogram = seen(nowNanos);
    Learned before = learned;
    Surcharge surcharge = before == null ? Surcharge.NONE : before.last.surcharge(nowNanos);
    long usualBefore = surcharge.on(usual(before, prior));
    long slowBefore = surcharge.on(slow(before, prior));
    // What is recorded is clamped, and so must be what is put on top of it.
    long seenNanos = clamped(nanos);
    histogram.record(seenNanos, nowNanos);
    Learned now = learned(histogram, percent(before), new LastEnd(nowNanos, false, surcharge));
    long slow = slow(now, prior);
    if (seenNanos > slowBefore) {
      // Where few answers were seen, this one alone moves the percentile, but not the median.
      long lift = usualBefore + seenNanos - slowBefore - usual(now, prior);
      long most = Math.max(0, Math.max(seenNanos - slow, lift));
      surcharge = new Surcharge(most, seenNanos - most);
    } else {
      surcharge = surcharge.towards(Math.max(0, seenNanos - slow));
    }
    learned = now.with(new LastEnd(nowNanos, false, surcharge));
  }

  /** The call ended after so long without an answer: one would have taken longer. */
  synchronized void timedOut(CallsInFlight.Call call, long nanos, long nowNanos) {
    calls.ended(call);
    DecayingHistogram histogram = seen(nowNanos);
    Learned before = learned;
    Surcharge surcharge = before == null ? Surcharge.NONE : before.last.surcharge(nowNanos);
    LastEnd last =
        new LastEnd(nowNanos, true, surcharge.atLeast(clamped(nanos), slow(before, prior)));
    learned = before == null ? learned(histogram, percent(null), last) : before.with(last);
  }

  private DecayingHistogram seen(long nowNanos) {
    DecayingHistogram histogram = seen;
    if (histogram == null) {
      histogram = new DecayingHistogram(nowNanos);
      seen = histogram;
    }
    return histogram;
  }

  private static long clamped(long nanos) {
    return Math.max(0, Math.min(nanos, DecayingHistogram.LONGEST_NANOS));
  }

  private static int percent(@Nullable Learned before) {
    return before == null ? SLOW_PERCENT : before.quantilePercent;
  }

  private static Learned learned(DecayingHistogram histogram, int quantilePercent, LastEnd last) {
    return new Learned(
        histogram.quantileNanos(MEDIAN_PERCENT),
        histogram.quantileNanos(quantilePercent),
        histogram.quantileNanos(SLOW_PERCENT),
        histogram.samples(),
        quantilePercent,
        histogram.decaysAtNanos(),
        last);
  }

  private static long usual(@Nullable Learned known, Forecast prior) {
    return known == null
        ? prior.expectedNanos()
        : blend(prior.expectedNanos(), known.medianNanos, known.samples);
  }

  private static long slow(@Nullable Learned known, Forecast prior) {
    return known == null
        ? prior.slowNanos()
        : blend(prior.slowNanos(), known.slowNanos, known.samples);
  }

  /** The median declared for this class. */
  long declaredNanos() {
    return prior.expectedNanos();
  }

  /** The median of the answers alone; 0 if there was none. */
  long usualNanos() {
    Learned known = learned;
    return known == null ? 0 : known.medianNanos;
  }

  /**
   * Whether so little is known, or so long ago, that a trial is worth something: fewer than five
   * answers counting those on their way, or no end of a call within half an hour. After a timeout
   * only the latter counts, or a route that hangs would be tried for ever.
   */
  boolean isCold(long nowNanos) {
    Learned known = learned;
    int inFlight = calls.size();
    if (known == null) {
      return inFlight < FEW_SAMPLES;
    }
    boolean few = !known.last.timedOut && known.samples + inFlight < FEW_SAMPLES;
    return few || (inFlight == 0 && nowNanos - known.last.atNanos > STALE_NANOS);
  }

  /**
   * The forecast for a call that would go out now.
   *
   * @param declared for this call; priors of one class differ little
   * @param odds of the route, for whatever class
   * @param quantilePercent the quantile of the policy, 50 to 99
   */
  Forecast forecast(Forecast declared, Odds.Share odds, int quantilePercent, long nowNanos) {
    Learned known = current(quantilePercent, nowNanos);
    Forecast calm = known == null ? odds.in(declared) : calm(known, declared, odds);
    Surcharge surcharge =
        (known == null ? Surcharge.NONE : known.last.surcharge(nowNanos))
            .atLeast(calls.oldestAgeNanos(nowNanos), calm.slowNanos());
    return surcharge.nanos == 0
        ? calm
        : new Forecast(
            surcharge.on(calm.expectedNanos()),
            surcharge.on(calm.quantileNanos()),
            surcharge.on(calm.slowNanos()),
            calm.samples(),
            calm.failuresPerMillion(),
            calm.billedFailuresPerMillion());
  }

  private @Nullable Learned current(int quantilePercent, long nowNanos) {
    Learned known = learned;
    if (known == null
        || (known.quantilePercent == quantilePercent && nowNanos - known.agesAtNanos < 0)) {
      return known;
    }
    synchronized (this) {
      Learned latest = learned;
      DecayingHistogram histogram = seen;
      if (latest == null || histogram == null) {
        return latest;
      }
      histogram.decay(nowNanos);
      Learned fresh = learned(histogram, quantilePercent, latest.last);
      learned = fresh;
      return fresh;
    }
  }

  /** Without surcharge: what was seen, weighed against the prior. */
  private Forecast calm(Learned known, Forecast declared, Odds.Share odds) {
    Cached last = cached;
    if (last != null
        && last.learned.equals(known)
        && last.odds.equals(odds)
        && last.declared.equals(declared)) {
      return last.forecast;
    }
    Forecast calm =
        odds.in(
            new Forecast(
                usual(known, declared),
                blend(declared.quantileNanos(), known.quantileNanos, known.samples),
                slow(known, declared),
                known.samples,
                declared.failuresPerMillion(),
                declared.billedFailuresPerMillion()));
    cached = new Cached(known, declared, odds, calm);
    return calm;
  }

  /** Written as a move away from the prior, so that no product of latencies can overflow. */
  private static long blend(long prior, long seen, long samples) {
    long distance = seen - prior;
    long weight = PRIOR_SAMPLES + samples;
    return prior + distance / weight * samples + distance % weight * samples / weight;
  }
}
