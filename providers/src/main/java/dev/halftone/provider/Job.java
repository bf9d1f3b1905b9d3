package dev.halftone.provider;

import org.jspecify.annotations.Nullable;

/**
 * A job that a provider has taken on.
 *
 * @param id as the provider calls it; may hold anything
 * @param pollUrl where its state is told
 * @param resultUrl where its result is fetched
 * @param cancelUrl where it is cancelled, or null where that is not possible
 */
record Job(String id, String pollUrl, String resultUrl, @Nullable String cancelUrl) {}
