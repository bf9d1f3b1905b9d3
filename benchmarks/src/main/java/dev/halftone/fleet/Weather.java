package dev.halftone.fleet;

/**
 * How one provider does in each minute of a run: how slow it is, how often it fails, whether it is
 * out. Known beforehand to nobody but the clairvoyant.
 */
final class Weather {
  private static final long SPIKES = 11;
  private static final long ERRORS = 12;
  private static final long HANGS = 13;
  private static final long FAULTS = 14;
  private static final int HOUR = 60;

  /** What a provider does in a minute. */
  enum Sky {
    FINE,
    /** Every call is answered with an error at once. */
    ERRORS,
    /** No call is answered at all, and none is billed. */
    HANGS
  }

  private final long seed;
  private final int provider;
  private final double[] slowness;
  private final boolean[] faulty;
  private final Sky[] skies;

  Weather(long seed, Profile profile, int minutes) {
    this.seed = seed;
    provider = profile.index();
    slowness = new double[minutes];
    faulty = new boolean[minutes];
    skies = new Sky[minutes];
    for (int minute = 0; minute < minutes; minute++) {
      slowness[minute] = profile.slowness() * drift(minute);
      skies[minute] = Sky.FINE;
    }
    // Each kind begins once in so many hours on average, and lasts so many minutes.
    spells(SPIKES, 5, 5, 25, (minute, strength) -> slowness[minute] *= 1.8 + 2.2 * strength);
    spells(FAULTS, 8, 10, 30, (minute, strength) -> faulty[minute] = true);
    spells(ERRORS, 10, 4, 20, (minute, strength) -> skies[minute] = Sky.ERRORS);
    spells(HANGS, 20, 2, 6, (minute, strength) -> skies[minute] = Sky.HANGS);
  }

  private interface Spell {
    void at(int minute, double strength);
  }

  /** A quarter up and down over some hours, and a little over minutes. */
  private double drift(int minute) {
    double slow = Math.sin(2 * Math.PI * (minute / 317.0 + Chance.even(seed, provider, 1)));
    double mid = Math.sin(2 * Math.PI * (minute / 97.0 + Chance.even(seed, provider, 2)));
    double fast = Math.sin(2 * Math.PI * (minute / 13.0 + Chance.even(seed, provider, 3)));
    return Math.exp(0.15 * slow + 0.08 * mid + 0.04 * fast);
  }

  private void spells(long kind, int everyHours, int least, int most, Spell spell) {
    for (int start = 0; start < slowness.length; start++) {
      if (Chance.even(seed, provider, kind, start) < 1.0 / (everyHours * HOUR)) {
        double strength = Chance.even(seed, provider, kind, start, 1);
        int length = least + (int) ((most - least) * Chance.even(seed, provider, kind, start, 2));
        for (int i = start; i < Math.min(start + length, slowness.length); i++) {
          spell.at(i, strength);
        }
        start += length;
      }
    }
  }

  private int minute(long nanos) {
    return (int) Math.min(nanos / VirtualTime.MINUTE, slowness.length - 1);
  }

  double slowness(long nanos) {
    return slowness[minute(nanos)];
  }

  Sky sky(long nanos) {
    return skies[minute(nanos)];
  }

  boolean faulty(long nanos) {
    return faulty[minute(nanos)];
  }
}
