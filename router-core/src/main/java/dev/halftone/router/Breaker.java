package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls off a route that fails: opens when at least half of its last ten calls met a fault,
 * once there are three, for 1 s and twice as long each time up to 64 s; then lets one call try.
 * While it is closed, reading takes no lock. Thread-safe.
 */
final class Breaker {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long FIRST_OPEN_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 6;
  private static final int WINDOW_CALLS = 10;
  private static final int LEAST_CALLS = 3;
  private static final float OPENING_PERCENT = 50;
  private static final int TRIALS = 1;
  private static final long TRIAL_WAIT_NANOS = 500 * NANOS_PER_MILLI;

  private final CircuitBreaker breaker;
  private final LongSupplier ticker;
  private long era;
  private int opened;
  private int trials;
  private long openUntilNanos;
  private String why = "";

  /**
   * The leave to send one call; to be given back exactly once.
   *
   * @param era counts changes of state: a call sent before the last change says nothing about now
   */
  record Pass(long era) {}

  Breaker(Route route, LongSupplier ticker) {
    this.ticker = ticker;
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW_CALLS)
            .minimumNumberOfCalls(LEAST_CALLS)
            .failureRateThreshold(OPENING_PERCENT)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .waitIntervalFunctionInOpenState(Breaker::openMillis)
            .currentTimestampFunction(clock -> ticker.getAsLong(), TimeUnit.NANOSECONDS)
            .clock(new TickerClock(ticker))
            .build();
    breaker = CircuitBreaker.of(route.toString(), config);
  }

  private static long openMillis(int timesInRow) {
    return FIRST_OPEN_MILLIS << Math.min(timesInRow - 1, MOST_DOUBLINGS);
  }

  /** How many calls may go out now. */
  int room(long nowNanos) {
    return state() == BreakerState.CLOSED ? Integer.MAX_VALUE : roomToTry(nowNanos);
  }

  private synchronized int roomToTry(long nowNanos) {
    return switch (state()) {
      case CLOSED -> Integer.MAX_VALUE;
      case HALF_OPEN -> TRIALS - trials;
      case OPEN -> nowNanos - openUntilNanos < 0 ? 0 : TRIALS;
    };
  }

  /** Why no call may go out now; null if one may. */
  @Nullable Block block(long nowNanos) {
    return state() == BreakerState.CLOSED ? null : blockOfFaults(nowNanos);
  }

  private synchronized @Nullable Block blockOfFaults(long nowNanos) {
    if (roomToTry(nowNanos) > 0) {
      return null;
    }
    if (state() == BreakerState.HALF_OPEN) {
      return new Block(
          "breaker half-open after %s: a trial call is on the way".formatted(why),
          TRIAL_WAIT_NANOS);
    }
    long left = openUntilNanos - nowNanos;
    return new Block(
        "breaker open for another %d ms after %s".formatted(left / NANOS_PER_MILLI, why),
        left,
        true);
  }

  /**
   * Takes leave to send a call.
   *
   * @param early whether the trial may be made before its time
   * @return null if it is refused
   */
  synchronized @Nullable Pass tryPass(boolean early) {
    State before = breaker.getState();
    if (early && state() == BreakerState.OPEN) {
      breaker.transitionToHalfOpenState();
    }
    boolean permitted = breaker.tryAcquirePermission();
    changed(before);
    if (!permitted) {
      return null;
    }
    trials += breaker.getState() == State.HALF_OPEN ? 1 : 0;
    return new Pass(era);
  }

  synchronized void succeeded(Pass pass) {
    if (pass.era == era) {
      State before = breaker.getState();
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      changed(before);
    }
  }

  /** The call met a fault that may be bad luck once. */
  synchronized void faulted(Pass pass, ProviderFailure failure) {
    if (pass.era == era) {
      State before = breaker.getState();
      why = failure.kind().toString();
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
      changed(before);
    }
  }

  /** The call ended in a way that says nothing about faults. */
  synchronized void released(Pass pass) {
    if (pass.era == era) {
      breaker.releasePermission();
      trials = Math.max(0, trials - 1);
    }
  }

  BreakerState state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }

  private void changed(State before) {
    State now = breaker.getState();
    if (now == before) {
      return;
    }
    era++;
    trials = 0;
    if (now == State.OPEN) {
      opened++;
      // It lets calls through strictly after its time, hence the nanosecond.
      openUntilNanos = ticker.getAsLong() + openMillis(opened) * NANOS_PER_MILLI + 1;
    } else if (now == State.CLOSED) {
      opened = 0;
    }
  }

  /** Tells the breaker the time by the router's ticker. */
  private static final class TickerClock extends Clock {
    private final LongSupplier ticker;
    private final long originNanos;

    TickerClock(LongSupplier ticker) {
      this.ticker = ticker;
      originNanos = ticker.getAsLong();
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(ticker.getAsLong() - originNanos);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
