package dev.halftone.simulator;

/**
 * What a provider tells about its rate limit.
 *
 * @param perMinute the limit, in units per simulated minute
 * @param remaining units that could be taken now
 * @param resetMillis real milliseconds until the limit is fresh again
 */
record LimitState(int perMinute, int remaining, long resetMillis) {

  /** The reset the way OpenAI writes it: {@code 467ms}, {@code 12s}, {@code 6m0s}. */
  String resetText() {
    return text(resetMillis);
  }

  static String text(long millis) {
    if (millis < 1_000) {
      return millis + "ms";
    }
    long seconds = (millis + 999) / 1_000;
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
