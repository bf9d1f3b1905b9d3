package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one route: its rest, the calls in flight, latency by class. Thread-safe.
 */
final class RouteMemory {
  private static final long SECOND = 1_000_000_000L;
  private static final long ACCOUNT_REST_NANOS = 60 * SECOND;

  private final Rest providerRest;
  private final Rest rest = new Rest();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<LatencyClass, Latency> latencies = new ConcurrentHashMap<>();

  /** The provider's rest is shared by all its routes. */
  RouteMemory(Rest providerRest) {
    this.providerRest = providerRest;
  }

  void started() {
    inFlight.incrementAndGet();
  }

  void succeeded(LatencyClass latencyClass, long latencyNanos) {
    inFlight.decrementAndGet();
    rest.succeeded();
    providerRest.succeeded();
    latencies.computeIfAbsent(latencyClass, ignored -> new Latency()).record(latencyNanos);
  }

  void failed(
      ProviderFailure failure, LatencyClass latencyClass, long latencyNanos, long nowNanos) {
    inFlight.decrementAndGet();
    String why = failure.kind().toString();
    Duration said = failure.comeBackIn();
    long saidNanos = said == null ? 0 : said.toNanos();
    switch (failure.kind()) {
      case PROMPT_REFUSED, BAD_REQUEST -> {}
      case RATE_LIMITED, OVERLOADED -> rest.refused(why, nowNanos, saidNanos, SECOND);
      case NOT_FOUND -> rest.refused(why, nowNanos, saidNanos, ACCOUNT_REST_NANOS);
      case UNAUTHORIZED, OUT_OF_MONEY, BLOCKED ->
          providerRest.refused(why, nowNanos, saidNanos, ACCOUNT_REST_NANOS);
      case TIMED_OUT -> {
        latencies.computeIfAbsent(latencyClass, ignored -> new Latency()).record(latencyNanos);
        rest.faulted(why, nowNanos);
      }
      case NEVER_SENT, SERVER_ERROR, CUT, BAD_ANSWER -> rest.faulted(why, nowNanos);
    }
  }

  int inFlight() {
    return inFlight.get();
  }

  Forecast forecast(LatencyClass latencyClass, Forecast prior) {
    Latency latency = latencies.get(latencyClass);
    return latency == null ? prior : latency.forecast(prior);
  }

  /** Nanoseconds until this route may be used again; 0 if it may be now. */
  long restNanos(long nowNanos) {
    return Math.max(rest.leftNanos(nowNanos), providerRest.leftNanos(nowNanos));
  }

  @Nullable String restReason(long nowNanos) {
    return providerRest.leftNanos(nowNanos) > 0 ? providerRest.why() : rest.why();
  }
}
