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
 */
public record Rates(
    Usd textInput, @Nullable Usd imageInput, Usd imageOutput, @Nullable Usd textOutput) {}
