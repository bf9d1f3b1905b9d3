package dev.halftone.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Joins equal work in flight: the first to ask leads and starts it, the others wait for the same
 * outcome.
 *
 * <p>A failure of the leader is everybody's failure; whether a joiner starts anew is its caller's
 * decision. Work is in flight until its outcome is known and no longer: it is taken out before
 * anybody is told, so whoever asks after that leads a new one.
 *
 * <p>Thread-safe, without I/O of its own. Joiners are called back on the thread that completes the
 * leader's work, so they must be quick. Whether leading costs money is the work's affair; joining
 * never does.
 *
 * @param <K> says which work is equal
 * @param <V> what it yields
 */
public final class Coalescer<K, V> {
  private final int maxInFlight;
  private final ConcurrentHashMap<K, Promise<V>> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  private Coalescer(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  /**
   * Makes one with nothing in flight.
   *
   * @param maxInFlight how many different works it keeps track of, at least 1; what comes on top is
   *     started, but cannot be joined
   * @throws IllegalArgumentException if that is below 1
   */
  public static <K, V> Coalescer<K, V> create(int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "maxInFlight is %d; it must be at least 1".formatted(maxInFlight));
    }
    return new Coalescer<>(maxInFlight);
  }

  /**
   * What came of asking.
   *
   * @param led whether the caller's own work was started, rather than another's joined
   * @param outcome of that work
   */
  public record Joined<V>(boolean led, Future<V> outcome) {}

  /**
   * Joins the equal work in flight, or leads it.
   *
   * @param start starts the work; called at once, at most once, and only for the leader. If it
   *     throws, the outcome is that failure
   */
  public Joined<V> join(K key, Supplier<Future<V>> start) {
    Promise<V> earlier = inFlight.get(key);
    if (earlier != null) {
      return new Joined<>(false, earlier.future());
    }
    Promise<V> mine = Promise.promise();
    earlier = inFlight.putIfAbsent(key, mine);
    if (earlier != null) {
      return new Joined<>(false, earlier.future());
    }
    if (count.incrementAndGet() > maxInFlight) {
      // Whoever joined in this moment still gets the outcome.
      forget(key, mine);
      begin(start).onComplete(mine);
    } else {
      begin(start)
          .onComplete(
              outcome -> {
                forget(key, mine);
                mine.handle(outcome);
              });
    }
    return new Joined<>(true, mine.future());
  }

  private void forget(K key, Promise<V> mine) {
    // Counted out first: a successor can only come in after the removal, so a work that follows
    // another at once never looks like one too many.
    count.decrementAndGet();
    inFlight.remove(key, mine);
  }

  /** How many works it keeps track of now. */
  public int inFlight() {
    return inFlight.size();
  }

  private static <V> Future<V> begin(Supplier<Future<V>> start) {
    try {
      return Objects.requireNonNull(start.get(), "the work to start returned no future");
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }
}
