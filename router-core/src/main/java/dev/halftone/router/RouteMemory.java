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
 * bears, its odds, latency by class. Reading takes no lock where nothing is amiss. Thread-safe.
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
  private final Odds odds;
  private final Pace pace = new Pace();
  private final Map<LatencyClass, Latency> latencies = new ConcurrentHashMap<>();
  private volatile int inFlight;

  /** The provider's rest is shared by all its routes. */
  RouteMemory(Route route, Capabilities capabilities, Rest providerRest, LongSupplier ticker) {
    this.route = route;
    this.providerRest = providerRest;
    breaker = new Breaker(route, ticker);
    headroom = new Headroom(capabilities.quota());
    limit = new InFlightLimit(capabilities.maxInFlight());
    odds = new Odds(ticker.getAsLong());
  }

  /**
   * Takes leave to send one call, now.
   *
   * @param early whether it is the trial of a route whose guessed block was overruled
   * @return null if the route takes none, which a plan made at this moment would have said
   */
  synchronized @Nullable Permit tryStart(Part part, boolean early, long nowNanos) {
    if (inFlight >= limit.now() || headroom.block(part.load(), nowNanos) != null) {
      return null;
    }
    Breaker.Pass pass = breaker.tryPass(early);
    if (pass == null) {
      return null;
    }
    if (!rest.tryStart(early, nowNanos)) {
      breaker.released(pass);
      return null;
    }
    if (!providerRest.tryStart(early, nowNanos)) {
      breaker.released(pass);
      rest.released(nowNanos);
      return null;
    }
    inFlight = inFlight + 1;
    Latency latency =
        latencies.computeIfAbsent(part.latencyClass(), ignored -> new Latency(part.prior()));
    return new Permit(
        nowNanos,
        headroom.sent(part.load(), nowNanos),
        pass,
        inFlight,
        latency,
        latency.started(nowNanos));
  }

  void succeeded(Permit permit, List<RateLimit> limits, long nowNanos) {
    try {
      Latency latency = permit.latency();
      limit.answered(permit.startedNanos(), nowNanos, latency.usualNanos(), permit.inFlight());
      latency.answered(permit.call(), nowNanos - permit.startedNanos(), nowNanos);
      pace.record(nowNanos - permit.startedNanos(), latency.declaredNanos());
      odds.succeeded(nowNanos);
      headroom.told(limits, permit.mark(), nowNanos);
      works(permit, nowNanos);
    } finally {
      ended(permit);
    }
  }

  void failed(Permit permit, ProviderFailure failure, long nowNanos) {
    try {
      headroom.told(failure.limits(), permit.mark(), nowNanos);
      switch (failure.kind()) {
        // The request was at fault: the route works.
        case PROMPT_REFUSED, BAD_REQUEST -> works(permit, nowNanos);
        default -> {
          odds.failed(failure.billed(), nowNanos);
          failedItself(permit, failure, nowNanos);
        }
      }
    } finally {
      ended(permit);
    }
  }

  private void works(Permit permit, long nowNanos) {
    breaker.succeeded(permit.pass());
    rest.succeeded(permit.startedNanos(), nowNanos);
    providerRest.succeeded(permit.startedNanos(), nowNanos);
  }

  private void failedItself(Permit permit, ProviderFailure failure, long nowNanos) {
    switch (failure.kind()) {
      case RATE_LIMITED, OVERLOADED -> {
        refused(rest, permit, failure, SECOND, false, nowNanos);
        limit.overloaded(permit.startedNanos(), nowNanos, permit.inFlight());
        breaker.released(permit.pass());
      }
      case NOT_FOUND -> {
        refused(rest, permit, failure, ACCOUNT_REST_NANOS, true, nowNanos);
        breaker.released(permit.pass());
      }
      case UNAUTHORIZED, OUT_OF_MONEY, BLOCKED -> {
        refused(providerRest, permit, failure, ACCOUNT_REST_NANOS, true, nowNanos);
        breaker.released(permit.pass());
      }
      case TIMED_OUT -> {
        permit.latency().timedOut(permit.call(), nowNanos - permit.startedNanos(), nowNanos);
        limit.overloaded(permit.startedNanos(), nowNanos, permit.inFlight());
        faulted(permit, failure, nowNanos);
      }
      case NEVER_SENT, SERVER_ERROR, CUT, BAD_ANSWER -> faulted(permit, failure, nowNanos);
      case PROMPT_REFUSED, BAD_REQUEST -> throw new IllegalStateException("not the route's fault");
    }
  }

  /** One fault may be bad luck, but where the provider asks to wait, it is not asked before. */
  private void faulted(Permit permit, ProviderFailure failure, long nowNanos) {
    breaker.faulted(permit.pass(), failure);
    if (saidNanos(failure) > 0) {
      refused(rest, permit, failure, SECOND, false, nowNanos);
    }
  }

  private static void refused(
      Rest rest,
      Permit permit,
      ProviderFailure failure,
      long guessNanos,
      boolean state,
      long nowNanos) {
    rest.refused(
        failure.kind().toString(),
        permit.startedNanos(),
        nowNanos,
        saidNanos(failure),
        guessNanos,
        state);
  }

  private static long saidNanos(ProviderFailure failure) {
    Duration said = failure.comeBackIn();
    if (said == null || said.isNegative()) {
      return 0;
    }
    return said.compareTo(Rest.LONGEST_BELIEVED) < 0
        ? said.toNanos()
        : Rest.LONGEST_BELIEVED.toNanos();
  }

  private void ended(Permit permit) {
    permit.latency().ended(permit.call());
    rest.released(permit.startedNanos());
    providerRest.released(permit.startedNanos());
    synchronized (this) {
      inFlight = inFlight - 1;
    }
  }

  /**
   * What is known for a candidate of this route.
   *
   * @param quantilePercent the quantile of latency that the policy looks at, 50 to 99
   */
  RouteView view(Candidate candidate, int quantilePercent, long nowNanos) {
    Part longest = candidate.longest();
    Latency latency = latencies.get(longest.latencyClass());
    Odds.Share share = odds.share(nowNanos);
    Forecast prior = pace.of(longest.prior());
    Forecast forecast =
        latency == null
            ? share.in(prior)
            : latency.forecast(prior, share, quantilePercent, nowNanos);
    int underWay = inFlight;
    int bears = limit.now();
    Block block = underWay < bears ? null : full(underWay, bears, forecast);
    block = Block.longer(block, providerRest.block(nowNanos));
    block = Block.longer(block, rest.block(nowNanos));
    block = Block.longer(block, breaker.block(nowNanos));
    if (headroom.isLimited()) {
      block = Block.longer(block, headroom.block(candidate.load(), nowNanos));
    }
    int room = Math.min(breaker.room(nowNanos), Math.min(rest.room(), providerRest.room()));
    return new RouteView(
        forecast,
        underWay,
        bears,
        Math.max(0, Math.min(bears - underWay, room)),
        headroom.isScarce(nowNanos),
        block,
        latency == null || latency.isCold(nowNanos));
  }

  /** With n calls on the way, one ends about every n-th part of the usual latency. */
  private static Block full(int underWay, int bears, Forecast forecast) {
    long next = forecast.expectedNanos() / underWay;
    return new Block(
        "full: %d of at most %d calls in flight".formatted(underWay, bears),
        Math.max(LEAST_WAIT_NANOS, Math.min(next, MOST_WAIT_NANOS)));
  }

  RouteState state(long nowNanos) {
    return new RouteState(
        route.provider(),
        route.model(),
        route.batch(),
        inFlight,
        limit.now(),
        breaker.state(),
        headroom.remaining(nowNanos));
  }
}
