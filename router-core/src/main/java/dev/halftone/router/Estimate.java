package dev.halftone.router;

import dev.halftone.cost.Quote;
import java.util.List;

/**
 * What a request would cost on every route that could serve it, cheapest first, and why the others
 * could not. Nothing was sent.
 */
public record Estimate(List<Offer> offers, List<Exclusion> excluded) {
  public Estimate {
    offers = List.copyOf(offers);
    excluded = List.copyOf(excluded);
  }

  /**
   * One route's price.
   *
   * @param provider the provider's configured name
   * @param rung the rung of the ladder, 0 for the best
   * @param quote the price, with everything it rests on
   * @param dropped parameters that this route could not honour
   * @param forecastNanos how long an answer usually takes, in nanoseconds
   */
  public record Offer(
      String provider, int rung, Quote quote, List<String> dropped, long forecastNanos) {
    public Offer {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * One route that could not serve it.
   *
   * @param provider the provider's configured name
   * @param model the model
   * @param reason why not, as a sentence
   * @param badInput whether the request is at fault rather than the route
   */
  public record Exclusion(String provider, String model, String reason, boolean badInput) {}
}
