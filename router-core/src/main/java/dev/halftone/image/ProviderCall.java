package dev.halftone.image;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import java.time.Duration;

/**
 * One attempt at one provider: the request with the model and quality the router chose for it.
 *
 * @param attemptId unique to this attempt; sent as the client's request id where one exists
 * @param request what the caller asked for
 * @param model the model chosen
 * @param quality the quality chosen
 * @param complexity how much planning to ask of a model that takes {@code complexity}; off for one
 *     that does not, or where none is asked for
 * @param timeout how long to wait for the whole answer, connecting included
 */
public record ProviderCall(
    String attemptId,
    ImageRequest request,
    String model,
    Quality quality,
    Thinking complexity,
    Duration timeout) {}
