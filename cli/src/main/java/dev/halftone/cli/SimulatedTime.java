package dev.halftone.cli;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Lets a router live in the simulator's time, which runs faster than ours: it sees a picture take
 * 40 s although we wait for 1 s. So its forecasts, waits and deadlines are those of real providers.
 */
final class SimulatedTime {
  private final LongSupplier realTicker;
  private final long startNanos;
  private final long scale;

  /**
   * Starts now.
   *
   * @param scale simulated seconds in a real one, at least 1
   */
  SimulatedTime(LongSupplier realTicker, long scale) {
    this.realTicker = realTicker;
    this.startNanos = realTicker.getAsLong();
    this.scale = scale;
  }

  /** Simulated nanoseconds since the start. */
  LongSupplier ticker() {
    return () -> (realTicker.getAsLong() - startNanos) * scale;
  }

  /** A clock that showed {@code day} at the start. */
  InstantSource clock(Instant day) {
    LongSupplier ticker = ticker();
    return () -> day.plusNanos(ticker.getAsLong());
  }

  Timers timers(Vertx vertx) {
    Timers real = Timers.of(vertx);
    return (delayNanos, task) -> real.schedule(Math.max(1, delayNanos / scale), task);
  }

  /** The same provider, its timeouts and waits counted in simulated time. */
  ImageProvider provider(ImageProvider real) {
    return new Hastened(real);
  }

  private final class Hastened implements ImageProvider {
    private final ImageProvider real;

    Hastened(ImageProvider real) {
      this.real = real;
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public String priceList() {
      return real.priceList();
    }

    @Override
    public Capabilities capabilities() {
      return real.capabilities();
    }

    @Override
    public Future<ProviderAnswer> generate(ProviderCall call) {
      Duration timeout = call.timeout().dividedBy(scale).plusMillis(1);
      return real.generate(call.withTimeout(timeout))
          .recover(
              cause ->
                  Future.failedFuture(
                      cause instanceof ProviderFailure failure ? stretched(failure) : cause));
    }

    @Override
    public Future<Void> close() {
      return real.close();
    }

    private ProviderFailure stretched(ProviderFailure failure) {
      Duration wait = failure.comeBackIn();
      if (wait == null) {
        return failure;
      }
      ProviderFailure.Builder copy =
          ProviderFailure.of(failure.kind())
              .retry(failure.retry())
              .billed(failure.billed())
              .comeBackIn(wait.multipliedBy(scale))
              .code(failure.code())
              .requestId(failure.requestId())
              .cause(failure.getCause());
      Integer status = failure.status();
      if (status != null) {
        copy.status(status);
      }
      return copy.build(String.valueOf(failure.getMessage()));
    }
  }
}
