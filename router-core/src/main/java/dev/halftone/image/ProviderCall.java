package dev.halftone.image;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One attempt at one provider: the request with the model and quality the router chose for it.
 *
 * @param attemptId unique to this attempt; sent as the client's request id where one exists
 * @param request what to make; its n is never above what the provider makes in one call
 * @param model the model chosen
 * @param quality the quality chosen
 * @param thinking how much planning to ask for in the way this route serves it; off where the route
 *     does not, or where none is asked for
 * @param timeout how long to wait for the whole answer, connecting included
 * @param partials is given each partial image as it comes, on the caller's context; must be quick
 */
public record ProviderCall(
    String attemptId,
    ImageRequest request,
    String model,
    Quality quality,
    Thinking thinking,
    Duration timeout,
    Consumer<PartialImage> partials) {

  /** A call whose partial images, if any come, interest nobody. */
  public ProviderCall(
      String attemptId,
      ImageRequest request,
      String model,
      Quality quality,
      Thinking thinking,
      Duration timeout) {
    this(attemptId, request, model, quality, thinking, timeout, partial -> {});
  }

  /** The same call with another time to wait. */
  public ProviderCall withTimeout(Duration other) {
    return new ProviderCall(attemptId, request, model, quality, thinking, other, partials);
  }
}
