package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.ThinkingRoute;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import java.util.List;

/**
 * One way to serve one request: a provider, a model, a quality and what it would cost.
 *
 * @param provider where
 * @param route its provider and model by name
 * @param quality the quality to send
 * @param rung the rung of the ladder it stands on, 0 for the best
 * @param parts the calls it takes, the largest first; at least one
 * @param quote what all of them cost together
 * @param hold what a budget must hold for all of them
 * @param load what all of them ask of the limits of the route
 * @param dropped parameters that would be lost
 */
record Candidate(
    ImageProvider provider,
    Route route,
    Quality quality,
    int rung,
    List<Part> parts,
    Quote quote,
    Usd hold,
    Load load,
    List<String> dropped) {

  static Candidate of(
      ImageProvider provider,
      Route route,
      Quality quality,
      int rung,
      List<Part> parts,
      ImageSpec spec,
      List<String> dropped) {
    Quote quote = parts.get(0).quote();
    Usd hold = parts.get(0).hold();
    Load load = parts.get(0).load();
    for (int i = 1; i < parts.size(); i++) {
      quote = QuoteSum.plus(quote, parts.get(i).quote(), spec);
      hold = hold.plus(parts.get(i).hold());
      load = load.plus(parts.get(i).load());
    }
    return new Candidate(provider, route, quality, rung, parts, quote, hold, load, dropped);
  }

  /** The part that decides how long it takes, as parts are made side by side. */
  Part longest() {
    return parts.get(0);
  }

  /** The size to order. */
  ImageSize size() {
    return quote.spec().size();
  }

  /** Whether it is made in a batch rather than live. */
  boolean batch() {
    return route.batch();
  }

  String model() {
    return route.model();
  }

  /** How much planning to ask of the route; off where it does not serve thinking. */
  Thinking thinking() {
    boolean served =
        quote.thinking().via() != ThinkingRoute.NONE
            && !dropped.contains(Parameter.THINKING.toString());
    return served ? quote.spec().thinking() : Thinking.OFF;
  }
}
