package dev.halftone.router;

import dev.halftone.image.BatchProvider;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Quota;
import dev.halftone.image.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch provider as a way to serve single requests: gathers calls, sends them as batches, and
 * answers each call when its batch has. A call's timeout is the time after which what the batch did
 * not make must be free to be made live; what cannot be known by then comes later.
 *
 * <p>Thread-safe. A call can cost money.
 */
final class BatchLane implements ImageProvider {
  /** The most calls that wait in batches at a time. */
  private static final int MOST_WAITING = 10_000;

  /** The most bytes of reference images in one batch; as base64 they are a third more. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private static final long DAY_NANOS = 24 * 3_600_000_000_000L;

  private final BatchProvider provider;
  private final BatchOptions options;
  private final Timers timers;
  private final LongSupplier ticker;
  private final Capabilities capabilities;
  private final BatchTurnaround turnaround;
  private final Map<Kin, Gathering> gathering = new HashMap<>();
  private final Set<BatchRun> running = new HashSet<>();
  private int waiting;
  private boolean closed;

  BatchLane(BatchProvider provider, BatchOptions options, Timers timers, LongSupplier ticker) {
    this.provider = provider;
    this.options = options;
    this.timers = timers;
    this.ticker = ticker;
    capabilities =
        provider
            .capabilities()
            .newBuilder()
            .quota(Quota.NONE)
            .maxInFlight(Integer.MAX_VALUE)
            .build();
    turnaround = new BatchTurnaround(provider.completionWindow().toNanos());
  }

  /** What calls of one batch have in common; the days left, so that none is hurried by another. */
  private record Kin(String model, boolean edit, long days) {}

  /** A batch that is not full yet; guarded by the lane. */
  private static final class Gathering {
    final List<BatchOrder> orders = new ArrayList<>();
    long bytes;
    Runnable cancelTimer = () -> {};
  }

  /** Leave to wait in a batch; what became of it is learned batch by batch. */
  private record WaitingLeave(long startedNanos) implements Leave {
    @Override
    public void succeeded(List<RateLimit> limits, long nowNanos) {}

    @Override
    public void failed(ProviderFailure failure, long nowNanos) {}
  }

  /** Within how long the provider promises to be done. */
  Duration window() {
    return provider.completionWindow();
  }

  /** What to expect before any batch was seen: the whole window. */
  Forecast declared() {
    long window = window().toNanos();
    Forecast odds = Forecast.declared(window);
    return new Forecast(
        window, window, window, 0, odds.failuresPerMillion(), odds.billedFailuresPerMillion());
  }

  synchronized RouteView view(Forecast declared, int quantilePercent, long nowNanos) {
    Block full =
        waiting < MOST_WAITING
            ? null
            : new Block("full: %d calls wait in batches".formatted(waiting), DAY_NANOS);
    return new RouteView(
        turnaround.forecast(declared, quantilePercent, nowNanos),
        waiting,
        MOST_WAITING,
        Math.max(0, MOST_WAITING - waiting),
        false,
        Block.longer(full, turnaround.block(nowNanos)),
        false);
  }

  /** Each model of the lane, as it stands now. */
  synchronized List<RouteState> states(long nowNanos) {
    Map<String, Integer> calls = new TreeMap<>();
    capabilities.models().forEach(model -> calls.put(model, 0));
    gathering.forEach((kin, open) -> calls.merge(kin.model(), open.orders.size(), Integer::sum));
    running.forEach(run -> calls.merge(run.model(), run.size(), Integer::sum));
    BreakerState breaker =
        turnaround.block(nowNanos) == null ? BreakerState.CLOSED : BreakerState.OPEN;
    List<RouteState> states = new ArrayList<>(calls.size());
    calls.forEach(
        (model, count) ->
            states.add(
                new RouteState(name(), model, true, count, MOST_WAITING, breaker, Map.of())));
    return states;
  }

  /** Takes leave to send one call; null if too many wait. */
  synchronized @Nullable Leave tryStart(long nowNanos) {
    return waiting < MOST_WAITING ? new WaitingLeave(nowNanos) : null;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public String priceList() {
    return provider.priceList();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    Promise<ProviderAnswer> answer = Promise.promise();
    long now = ticker.getAsLong();
    long left = call.timeout().toNanos();
    BatchOrder order = new BatchOrder(call, answer, now + left);
    Kin kin = new Kin(call.model(), call.request().isEdit(), left / DAY_NANOS);
    List<BatchRun> full = new ArrayList<>(2);
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(notSent());
      }
      waiting++;
      gather(kin, order, full);
    }
    full.forEach(this::start);
    return answer.future();
  }

  private void gather(Kin kin, BatchOrder order, List<BatchRun> full) {
    long bytes = order.bytes();
    Gathering open = gathering.get(kin);
    if (open != null && open.bytes + bytes > MOST_BYTES) {
      full.add(close(kin, open));
      open = null;
    }
    if (open == null) {
      Gathering fresh = new Gathering();
      gathering.put(kin, fresh);
      open = fresh;
      if (!options.gatherFor().isZero()) {
        fresh.cancelTimer =
            timers.schedule(options.gatherFor().toNanos(), () -> timeIsUp(kin, fresh));
      }
    }
    open.orders.add(order);
    open.bytes += bytes;
    if (options.gatherFor().isZero() || open.orders.size() == options.gather()) {
      full.add(close(kin, open));
    }
  }

  private void timeIsUp(Kin kin, Gathering open) {
    BatchRun run;
    synchronized (this) {
      if (gathering.get(kin) != open) {
        return;
      }
      run = close(kin, open);
    }
    start(run);
  }

  private BatchRun close(Kin kin, Gathering open) {
    gathering.remove(kin);
    open.cancelTimer.run();
    BatchRun run = new BatchRun(provider, open.orders, timers, ticker);
    running.add(run);
    return run;
  }

  private void start(BatchRun run) {
    run.start().onSuccess(ended -> ended(run, ended));
  }

  private synchronized void ended(BatchRun run, BatchRun.Ended ended) {
    running.remove(run);
    waiting -= run.size();
    turnaround.ended(ended, ticker.getAsLong());
  }

  /** Calls that were not sent fail free, those of batches under way go to suspense. */
  @Override
  public Future<Void> close() {
    List<BatchOrder> unsent = new ArrayList<>();
    List<BatchRun> sent;
    synchronized (this) {
      closed = true;
      gathering
          .values()
          .forEach(
              open -> {
                open.cancelTimer.run();
                unsent.addAll(open.orders);
              });
      gathering.clear();
      sent = List.copyOf(running);
    }
    unsent.forEach(order -> order.answer().tryFail(notSent()));
    sent.forEach(BatchRun::close);
    return provider.close();
  }

  private ProviderFailure notSent() {
    return ProviderFailure.of(Kind.NEVER_SENT).build(name() + ": the router is closed");
  }
}
