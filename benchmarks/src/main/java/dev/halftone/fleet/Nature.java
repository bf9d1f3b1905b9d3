package dev.halftone.fleet;

import dev.halftone.fleet.Fate.End;

/**
 * The fates of all calls at one provider: a pure function of seed, request, how often the request
 * was sent there, and when. Knows no limits: whether a call is accepted is not fate but load.
 */
final class Nature {
  private static final double MILLION = 1e6;
  private static final int FAULTS_WHEN_FAULTY = 250_000;
  private static final int UNREACHED = 1_500;
  private static final int REFUSED_EVERYWHERE = 3_000;
  private static final int REFUSED_HERE = 500;
  private static final int EVERYWHERE = -1;
  private static final double BASE_SECONDS = 3;
  private static final double SECONDS_PER_TOKEN = 0.003;
  private static final double SHARE_PER_IMAGE = 0.15;

  private final long seed;
  private final Profile profile;
  private final Weather weather;

  Nature(long seed, Profile profile, int minutes) {
    this.seed = seed;
    this.profile = profile;
    weather = new Weather(seed, profile, minutes);
  }

  /** Whether this provider refuses the prompt of a request, however often it is asked. */
  boolean refuses(int job) {
    return Chance.even(seed, EVERYWHERE, job, 20) * MILLION < REFUSED_EVERYWHERE
        || Chance.even(seed, profile.index(), job, 20) * MILLION < REFUSED_HERE;
  }

  /**
   * The fate of a call.
   *
   * @param job the request
   * @param time how many calls of this request came here before
   * @param tokensPerImage output tokens of each image
   * @param images how many images the call asks for
   */
  Fate fate(int job, int time, long tokensPerImage, int images, long sentNanos) {
    switch (weather.sky(sentNanos)) {
      case ERRORS -> {
        return new Fate(End.FAULT, VirtualTime.SECOND / 2);
      }
      case HANGS -> {
        return new Fate(End.HANGS, 0);
      }
      case FINE -> {}
    }
    if (Chance.even(seed, profile.index(), job, time, 21) * MILLION < UNREACHED) {
      return new Fate(End.UNREACHED, VirtualTime.SECOND / 20);
    }
    if (refuses(job)) {
      return new Fate(End.REFUSED, 2 * VirtualTime.SECOND);
    }
    long nanos = latencyNanos(job, time, tokensPerImage, images, sentNanos);
    double dice = Chance.even(seed, profile.index(), job, time, 22) * MILLION;
    int faults = weather.faulty(sentNanos) ? FAULTS_WHEN_FAULTY : profile.faults();
    if (dice < faults) {
      return new Fate(End.FAULT, nanos / 4);
    }
    return new Fate(dice < faults + profile.lost() ? End.LOST : End.ANSWERED, nanos);
  }

  private long latencyNanos(int job, int time, long tokensPerImage, int images, long sentNanos) {
    double usual =
        (BASE_SECONDS + tokensPerImage * SECONDS_PER_TOKEN) * (1 + SHARE_PER_IMAGE * (images - 1));
    double luck = Math.exp(profile.spread() * Chance.normal(seed, profile.index(), job, time, 23));
    return (long) (usual * weather.slowness(sentNanos) * luck * VirtualTime.SECOND);
  }
}
