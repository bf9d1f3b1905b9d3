package dev.halftone.cost;

import org.jspecify.annotations.Nullable;

/**
 * What one token of each kind costs. A rate that is not known is null, never zero, and using it is
 * an error. Immutable.
 *
 * @param textInput US dollars per token of prompt text
 * @param imageInput US dollars per token of reference images
 * @param imageOutput US dollars per token of images made
 * @param textOutput US dollars per token of text written by the model
 * @param cachedTextInput US dollars per cached token of text; recorded, never used in a quote
 * @param cachedImageInput US dollars per cached token of images; recorded, never used in a quote
 */
public record Rates(
    @Nullable Usd textInput,
    @Nullable Usd imageInput,
    @Nullable Usd imageOutput,
    @Nullable Usd textOutput,
    @Nullable Usd cachedTextInput,
    @Nullable Usd cachedImageInput) {
  /** No rate is known, or none applies. */
  public static final Rates NONE = new Rates(null, null, null, null, null, null);
}
