package dev.halftone.fleet;

import java.util.List;

/**
 * What one provider is like in the long run; {@link Weather} is what it is like today. Its prices
 * are in {@code prices.json} under its name. Names and figures are made up.
 *
 * @param index its place in the fleet
 * @param name its name and its price list
 * @param slowness its latency over that of a usual provider
 * @param spread deviation of the logarithm of its latency
 * @param faults calls of a million that fail and say so
 * @param lost calls of a million that are billed and never answered
 * @param requestsPerMinute what it takes in any minute
 * @param imagesPerMinute what it makes in any minute
 * @param telling how its limits are known before it refuses
 * @param imagesPerCall the most images it makes in one call
 * @param tellsBill whether it says what it billed, in dollars, rather than tokens
 * @param keepsTime whether it gives up at the caller's timeout, as its contract says
 */
record Profile(
    int index,
    String name,
    double slowness,
    double spread,
    int faults,
    int lost,
    int requestsPerMinute,
    int imagesPerMinute,
    Telling telling,
    int imagesPerCall,
    boolean tellsBill,
    boolean keepsTime) {

  /** How the limits of a provider are known. */
  enum Telling {
    /** By headers on each answer. */
    HEADERS,
    /** Only by the contract, so its owner declares them. */
    DECLARED
  }

  /** Cheap and slow, cheaper from the second day, by the image, dear and fast, and dearer. */
  static final List<Profile> FLEET =
      List.of(
          new Profile(
              0, "alder", 1.5, 0.40, 25_000, 2_000, 140, 200, Telling.HEADERS, 10, true, true),
          new Profile(
              1, "birch", 0.9, 0.30, 8_000, 1_000, 120, 160, Telling.HEADERS, 10, true, true),
          new Profile(
              2, "cedar", 1.1, 0.35, 15_000, 3_000, 140, 140, Telling.DECLARED, 1, true, true),
          new Profile(
              3, "dogwood", 0.6, 0.25, 5_000, 500, 100, 120, Telling.HEADERS, 10, false, true),
          new Profile(
              4, "elm", 1.0, 0.30, 10_000, 1_000, 120, 160, Telling.HEADERS, 10, true, false));
}
