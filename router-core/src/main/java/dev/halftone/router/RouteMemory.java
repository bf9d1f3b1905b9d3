package dev.halftone.router;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one route: its rest, breaker, headroom, the calls in flight and how many it
 * bears, latency by class. Thread-safe.
 */
final class RouteMemory {
  private static final long SECOND = 1_000_000_000L;
  private static final long ACCOUNT_REST_NANOS = 60 * SECOND;
  private static final long LEAST_WAIT_NANOS = SECOND / 20;
  private static final long MOST_WAIT_NANOS = 2 * SECOND;

  private final Route route;
  private final Rest providerRest;
  private final Rest rest = new Rest();
  private final Breaker breaker;
  private final Headroom headroom;
  private final InFlightLimit limit;
  private final Map<LatencyClass, Latency> latencies = new ConcurrentHashMap<>();
  private int inFlight;

  /** The provider's rest is shared by all its routes. */
  RouteMemory(Route route, Capabilities capabilities, Rest providerRest, LongSupplier ticker) {
    this.route = route;
    this.providerRest = providerRest;
    breaker = new Breaker(route, ticker);
    headroom = new Headroom(capabilities.quota());
    limit = new InFlightLimit(capabilities.maxInFlight());
  }

  /**
   * Takes leave to send one call, now.
   *
   * @return null if the route takes none, which a plan made at this moment would have said
   */
  synchronized @Nullable Permit tryStart(Load load, long nowNanos) {
    if (inFlight >= limit.now() || headroom.block(load, nowNanos) != null) {
      return null;
    }
    Breaker.Pass pass = breaker.tryPass();
    if (pass == null) {
      return null;
    }
    inFlight++;
    return new Permit(nowNanos, headroom.sent(load, nowNanos), pass, inFlight);
  }

  void succeeded(Permit permit, LatencyClass latencyClass, List<RateLimit> limits, long nowNanos) {
    Latency latency = latencies.computeIfAbsent(latencyClass, ignored -> new Latency());
    limit.answered(
        permit.startedNanos(),
        nowNanos,
        latency.forecast(new Forecast(0, 0, 0, 0, 1)),
        permit.inFlight());
    latency.record(nowNanos - permit.startedNanos());
    headroom.told(limits, permit.mark(), nowNanos);
    breaker.succeeded(permit.pass());
    rest.succeeded();
    providerRest.succeeded();
    ended();
  }

  void failed(Permit permit, ProviderFailure failure, LatencyClass latencyClass, long nowNanos) {
    String why = failure.kind().toString();
    Duration said = failure.comeBackIn();
    long saidNanos = said == null ? 0 : said.toNanos();
    headroom.told(failure.limits(), permit.mark(), nowNanos);
    switch (failure.kind()) {
      // The request was at fault: the route works.
      case PROMPT_REFUSED, BAD_REQUEST -> breaker.succeeded(permit.pass());
      case RATE_LIMITED, OVERLOADED -> {
        rest.refused(why, nowNanos, saidNanos, SECOND);
        limit.overloaded(permit.startedNanos(), nowNanos, permit.inFlight());
        breaker.released(permit.pass());
      }
      case NOT_FOUND -> {
        rest.refused(why, nowNanos, saidNanos, ACCOUNT_REST_NANOS);
        breaker.released(permit.pass());
      }
      case UNAUTHORIZED, OUT_OF_MONEY, BLOCKED -> {
        providerRest.refused(why, nowNanos, saidNanos, ACCOUNT_REST_NANOS);
        breaker.released(permit.pass());
      }
      case TIMED_OUT -> {
        latencies
            .computeIfAbsent(latencyClass, ignored -> new Latency())
            .record(nowNanos - permit.startedNanos());
        limit.overloaded(permit.startedNanos(), nowNanos, permit.inFlight());
        breaker.faulted(permit.pass(), failure);
      }
      case NEVER_SENT, SERVER_ERROR, CUT, BAD_ANSWER -> breaker.faulted(permit.pass(), failure);
    }
    ended();
  }

  private synchronized void ended() {
    inFlight--;
  }

  /** What is known for a candidate of this load and class. */
  RouteView view(
      Load load, LatencyClass latencyClass, Forecast prior, long nowNanos, int quantilePercent) {
    Latency latency = latencies.get(latencyClass);
    Forecast forecast = latency == null ? prior : latency.forecast(prior);
    int underWay = inFlight();
    int bears = limit.now();
    Block block = underWay < bears ? null : full(underWay, bears, forecast);
    block = Block.longer(block, providerRest.block(nowNanos));
    block = Block.longer(block, rest.block(nowNanos));
    block = Block.longer(block, breaker.block(nowNanos));
    block = Block.longer(block, headroom.block(load, nowNanos));
    int room = Math.max(0, Math.min(bears - underWay, breaker.room(nowNanos)));
    return new RouteView(
        forecast, underWay, bears, room, headroom.isScarce(nowNanos), block, false);
  }

  /** With n calls on the way, one ends about every n-th part of the usual latency. */
  private static Block full(int underWay, int bears, Forecast forecast) {
    long next = forecast.expectedNanos() / underWay;
    return new Block(
        "full: %d of at most %d calls in flight".formatted(underWay, bears),
        Math.max(LEAST_WAIT_NANOS, Math.min(next, MOST_WAIT_NANOS)));
  }

  private synchronized int inFlight() {
    return inFlight;
  }

  RouteState state(long nowNanos) {
    return new RouteState(
        route.provider(),
        route.model(),
        inFlight(),
        limit.now(),
        breaker.state(),
        headroom.remaining(nowNanos));
  }
}
