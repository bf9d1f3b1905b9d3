package dev.halftone.cost;

import org.jspecify.annotations.Nullable;

/**
 * One point in which the catalogue and a provider's own list are not the same.
 *
 * @param priceList the price list compared
 * @param model the id of the model; the provider's name for it if the catalogue does not know it
 * @param field what differs, in the words of the catalogue
 * @param ours what the catalogue says; null if nothing
 * @param theirs what the provider says; null if nothing
 * @param source where the provider says so
 */
public record CatalogDifference(
    String priceList,
    String model,
    String field,
    @Nullable String ours,
    @Nullable String theirs,
    String source) {
  @Override
  public String toString() {
    return "%s %s, %s: ours %s, theirs %s (%s)"
        .formatted(
            priceList,
            model,
            field,
            ours == null ? "not known" : ours,
            theirs == null ? "not there" : theirs,
            source);
  }
}
