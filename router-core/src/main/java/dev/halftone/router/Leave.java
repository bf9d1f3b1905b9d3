package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.RateLimit;
import java.util.List;

/** The leave to send one call; its end is reported exactly once, by one of the two. */
interface Leave {
  /** When it was given. */
  long startedNanos();

  void succeeded(List<RateLimit> limits, long nowNanos);

  void failed(ProviderFailure failure, long nowNanos);
}
