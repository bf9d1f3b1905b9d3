package dev.halftone.cost;

import java.util.List;

/**
 * What a provider's own list says of models and prices, read by {@link PriceFeeds}. Immutable.
 *
 * @param source the list, as a person knows it
 * @param complete whether the list names every model there is, so that a missing one means
 *     something
 * @param facts what it says, in its order
 */
public record PriceFeed(String source, boolean complete, List<Fact> facts) {
  public PriceFeed {
    facts = List.copyOf(facts);
  }

  /**
   * One thing that a provider says.
   *
   * @param model the model by the provider's name for it
   * @param field what it is, in the words of the catalogue, such as {@code text_input}
   * @param value a date; or US dollars, for rates per million tokens, as a plain decimal
   */
  public record Fact(String model, String field, String value) {}
}
