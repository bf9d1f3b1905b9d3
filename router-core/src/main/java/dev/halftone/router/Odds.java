package dev.halftone.router;

import dev.halftone.image.ProviderFailure.Billed;

/**
 * How often calls of one route fail, and how often failures cost money all the same. Counts are
 * halved every ten minutes and whenever they come to 128 calls; the declared prior counts as twenty
 * calls. Reading takes no lock unless counts have aged. Thread-safe.
 */
final class Odds {
  static final long HALF_LIFE_NANOS = 600_000_000_000L;

  private static final int MILLION = 1_000_000;
  private static final long WEIGHT = 1_024;
  private static final long MOST = 128 * WEIGHT;
  private static final long PRIOR_WEIGHT = 20 * WEIGHT;

  private volatile Share share;

  Odds(long nowNanos) {
    share = new Share(0, 0, 0, nowNanos + HALF_LIFE_NANOS);
  }

  /** Weights of what was seen, at one instant; each at most {@value #MOST}. */
  record Share(long ended, long failed, long billed, long agesAtNanos) {
    /** A forecast with these odds, its own being the prior. */
    Forecast in(Forecast prior) {
      return ended == 0
          ? prior
          : new Forecast(
              prior.expectedNanos(),
              prior.quantileNanos(),
              prior.slowNanos(),
              prior.samples(),
              Math.max(1, Math.min(perMillion(failed, prior.failuresPerMillion()), MILLION - 1)),
              Math.min(perMillion(billed, prior.billedFailuresPerMillion()), MILLION - 1));
    }

    private int perMillion(long events, long prior) {
      return (int) ((events * MILLION + prior * PRIOR_WEIGHT) / (ended + PRIOR_WEIGHT));
    }

    private Share halved(long agesAtNanos) {
      return new Share(ended / 2, failed / 2, billed / 2, agesAtNanos);
    }
  }

  synchronized void succeeded(long nowNanos) {
    add(0, 0, nowNanos);
  }

  /** A call failed by the route's fault. */
  synchronized void failed(Billed billed, long nowNanos) {
    add(WEIGHT, billed == Billed.NO ? 0 : WEIGHT, nowNanos);
  }

  private void add(long failed, long billed, long nowNanos) {
    Share now = aged(share, nowNanos);
    now = new Share(now.ended + WEIGHT, now.failed + failed, now.billed + billed, now.agesAtNanos);
    share = now.ended < MOST ? now : now.halved(now.agesAtNanos);
  }

  /** The same object until a call ends or counts age. */
  Share share(long nowNanos) {
    Share now = share;
    if (nowNanos - now.agesAtNanos < 0) {
      return now;
    }
    synchronized (this) {
      share = aged(share, nowNanos);
      return share;
    }
  }

  private static Share aged(Share share, long nowNanos) {
    Share aged = share;
    while (nowNanos - aged.agesAtNanos >= 0) {
      aged =
          aged.ended == 0
              ? aged.halved(nowNanos + HALF_LIFE_NANOS)
              : aged.halved(aged.agesAtNanos + HALF_LIFE_NANOS);
    }
    return aged;
  }
}
