package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One request of a batch and what will become of it when its turn comes: pictures, or a failure.
 *
 * @param order null when the request could not be read
 * @param failure null when it will be served
 */
record BatchLine(
    String customId, String requestId, @Nullable ImageOrder order, @Nullable Rejection failure) {}
