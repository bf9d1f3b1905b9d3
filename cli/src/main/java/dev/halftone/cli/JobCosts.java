package dev.halftone.cli;

import dev.halftone.cli.RouteTotals.Choice;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job would cost, on every route that could serve it. Immutable; holds no prompt.
 *
 * @param images how many it makes
 * @param routes its cost on each route
 * @param way how its cost can be lowered; empty if no route can serve it
 * @param advice a cheaper size at its best rung, or null
 * @param refusal why no route can serve it, or null
 */
record JobCosts(
    int images,
    List<Choice> routes,
    Way way,
    @Nullable SizeAdvice advice,
    @Nullable String refusal) {
  JobCosts {
    routes = List.copyOf(routes);
  }

  /**
   * From the best rung down: first the cheapest expected of the best rung, then whatever lower rung
   * costs less at most, to the cheapest there is.
   */
  record Way(int images, List<Choice> steps) {
    Way {
      steps = List.copyOf(steps);
    }

    Choice best() {
      return steps.get(0);
    }

    Choice cheapest() {
      return steps.get(steps.size() - 1);
    }
  }

  /** A size with no fewer pixels in either direction that costs less. */
  record SizeAdvice(
      ImageSize from, ImageSize to, String model, Quality quality, Usd expected, Usd most) {}
}
