package dev.halftone.router;

import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call is to make of a request: all of it, or the share that a provider makes in one call.
 *
 * @param n how many images
 * @param declared the price as the catalogue gives it, which bills are compared with
 * @param quote the same as the bills seen so far correct it
 * @param hold what a budget must hold for it
 * @param latencyClass what its latency is compared with
 * @param prior the latency to expect before any answer was seen
 */
record Part(
    int n, Quote declared, Quote quote, Usd hold, LatencyClass latencyClass, Forecast prior) {

  /** What it asks of the limits of a route. */
  Load load() {
    return new Load(1, n, declared.spec().inputImages().size(), declared.usage().total());
  }

  /** Splits a number of images into calls: full ones first, the rest last. */
  static List<Integer> sizes(int n, int perCall) {
    List<Integer> sizes = new ArrayList<>();
    for (int left = n; left > 0; left -= perCall) {
      sizes.add(Math.min(left, perCall));
    }
    return sizes;
  }
}
