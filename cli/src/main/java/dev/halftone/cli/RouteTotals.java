package dev.halftone.cli;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Jobs, images and their cost, summed for each route and over all. Exact; not thread-safe. */
final class RouteTotals {
  private final Map<Route, Sum> routes = new TreeMap<>();
  private final Sum all = new Sum();

  /** Where and how an image is made. */
  record Route(String provider, String model, Quality quality) implements Comparable<Route> {
    private static final Comparator<Route> ORDER =
        Comparator.comparing(Route::model)
            .thenComparing(Route::quality)
            .thenComparing(Route::provider);

    @Override
    public int compareTo(Route other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What one job costs on one route.
   *
   * @param rung the rung of the ladder, 0 for the best
   */
  record Choice(Route route, int rung, Usd least, Usd expected, Usd most) {}

  /** A sum that grows. */
  static final class Sum {
    private long jobs;
    private long images;
    private Usd least = Usd.ZERO;
    private Usd expected = Usd.ZERO;
    private Usd most = Usd.ZERO;

    private void add(Choice choice, int imagesOfEach, long count) {
      jobs += count;
      images += count * imagesOfEach;
      least = least.plus(choice.least().times(count));
      expected = expected.plus(choice.expected().times(count));
      most = most.plus(choice.most().times(count));
    }

    long jobs() {
      return jobs;
    }

    long images() {
      return images;
    }

    Usd least() {
      return least;
    }

    Usd expected() {
      return expected;
    }

    Usd most() {
      return most;
    }
  }

  /** Adds so many jobs alike, each of so many images. */
  void add(Choice choice, int imagesOfEach, long count) {
    all.add(choice, imagesOfEach, count);
    routes.computeIfAbsent(choice.route(), route -> new Sum()).add(choice, imagesOfEach, count);
  }

  /** The sum of each route, by model, quality and provider. */
  Map<Route, Sum> routes() {
    return routes;
  }

  Sum all() {
    return all;
  }
}
