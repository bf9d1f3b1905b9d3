package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.RateLimit;
import java.util.List;

/** A permit, and the memory of the route that gave it. */
record RouteLeave(RouteMemory memory, Permit permit) implements Leave {
  @Override
  public long startedNanos() {
    return permit.startedNanos();
  }

  @Override
  public void succeeded(List<RateLimit> limits, long nowNanos) {
    memory.succeeded(permit, limits, nowNanos);
  }

  @Override
  public void failed(ProviderFailure failure, long nowNanos) {
    memory.failed(permit, failure, nowNanos);
  }
}
