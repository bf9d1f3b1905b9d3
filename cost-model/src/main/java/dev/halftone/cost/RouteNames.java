package dev.halftone.cost;

/**
 * What a provider calls a model in its addresses and in its own price lists.
 *
 * @param generation the name that makes images from text
 * @param edit the name that takes reference images; the same where there is one name only
 */
public record RouteNames(String generation, String edit) {
  /** Whether the provider means this model by that name. */
  public boolean contains(String name) {
    return name.equals(generation) || name.equals(edit);
  }
}
