package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the calls for images of one provider: reads, admits, waits as long as fate says, has the
 * pictures drawn by a worker, and ends the call. All on the server's context; not thread-safe.
 */
final class ImageDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ImageDesk.class);

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final SimulatedProvider provider;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final WorkerExecutor workers;
  private final FateDice dice;
  private final PictureMaker pictures;
  private final Faults faults;
  private final CallCounter counter = new CallCounter();
  private final Map<String, TokenBucket> buckets = new HashMap<>();
  private long arrivals;
  private long calls;
  private final AtomicInteger unfinished = new AtomicInteger();
  private int inFlight;

  ImageDesk(
      Vertx vertx,
      SimulatorOptions options,
      SimulatedProvider provider,
      InvoiceBook book,
      SimulatedClock clock,
      WorkerExecutor workers) {
    this.vertx = vertx;
    this.options = options;
    this.provider = provider;
    this.book = book;
    this.clock = clock;
    this.workers = workers;
    this.dice = new FateDice(options.seed(), options.blockedWords());
    this.pictures = new PictureMaker(options);
    this.faults = new Faults(vertx, options, clock);
  }

  /** Decides before anything of the body is read; true when that was the end of the call. */
  boolean cutBeforeRead(RoutingContext context, Dialect dialect) {
    if (!dice.isCutBeforeRead(provider, profile(now()).faults(), ++arrivals)) {
      return false;
    }
    call(context, dialect).cutBeforeRead();
    return true;
  }

  void serve(RoutingContext context, Dialect dialect) {
    ImageCall call = call(context, dialect);
    ScenarioState now = now();
    try {
      now.checkOutage();
      dialect.checkHead(context);
      now.checkAccount(dialect);
      JsonNode body = dialect.body(context);
      LocalDate today = LocalDate.ofInstant(options.clock().instant(), ZoneOffset.UTC);
      ImageOrder order = dialect.read(context, body, today);
      call.ordered(order);
      ProviderProfile profile = profile(now);
      admit(call, order, dialect, profile.rateLimit());
      Fate fate = dice.cast(provider, profile, order, counter.next(order.prompt()));
      inFlight++;
      unfinished.incrementAndGet();
      if (order.isStreamed() && StreamPlan.begins(fate)) {
        stream(call, order, fate);
      } else {
        after(fate.nanos(), () -> fulfil(call, order, dialect, fate));
      }
    } catch (Rejection rejection) {
      call.reject(rejection);
    }
  }

  /** The body was longer than the limit and was not read. */
  void refuseBody(RoutingContext context, Dialect dialect, int mostBytes) {
    context.response().putHeader("connection", "close");
    call(context, dialect).reject(Rejection.tooLarge(mostBytes));
  }

  /** Calls that were admitted and whose line is not written yet. Thread-safe. */
  int unfinishedCalls() {
    return unfinished.get();
  }

  private ImageCall call(RoutingContext context, Dialect dialect) {
    return new ImageCall(context, dialect, book, clock, dialect.requestId(++calls));
  }

  private ScenarioState now() {
    return options.scenario().at(clock.nowNanos(), provider);
  }

  private ProviderProfile profile(ScenarioState now) {
    return now.over(options.profile(provider));
  }

  private void admit(ImageCall call, ImageOrder order, Dialect dialect, RateLimit limit)
      throws Rejection {
    if (inFlight >= options.maxInFlight()) {
      throw overloaded();
    }
    long now = clock.nowNanos();
    TokenBucket bucket =
        buckets.compute(
            order.calledAs(),
            (name, old) -> old != null && old.keeps(limit) ? old : new TokenBucket(limit, now));
    long wait = bucket.take(dialect.units(order), now);
    LimitState state =
        new LimitState(
            limit.perMinute(), bucket.remaining(now), clock.realMillis(bucket.nanosToFull(now)));
    call.limited(state);
    if (wait > 0) {
      throw dialect.rateLimited(order, state, clock.realMillis(wait));
    }
  }

  private void fulfil(ImageCall call, ImageOrder order, Dialect dialect, Fate fate) {
    if (fate.isWorked()) {
      work(call, order, dialect, fate);
    } else {
      inFlight--;
      faults.endUnworked(call, order, dialect, Objects.requireNonNull(fate.fault()));
      unfinished.decrementAndGet();
    }
  }

  private void stream(ImageCall call, ImageOrder order, Fate fate) {
    StreamPlan plan = StreamPlan.of(order, fate);
    EventStream stream = new EventStream(call, plan, this::after, this::streamed);
    boolean detailed = provider == SimulatedProvider.OPENAI;
    long created = options.clock().instant().getEpochSecond();
    stream.open();
    workers
        .executeBlocking(
            () -> StreamedWork.draw(order, plan, fate.fault(), pictures, detailed, created), false)
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.warn("simulated work failed: {}", done.cause().getClass().getName());
                stream.fail();
              } else {
                stream.run(done.result());
              }
            });
  }

  private void streamed() {
    inFlight--;
    unfinished.decrementAndGet();
  }

  private void work(ImageCall call, ImageOrder order, Dialect dialect, Fate fate) {
    boolean unwatched = call.clientIsGone();
    long created = options.clock().instant().getEpochSecond();
    workers
        .executeBlocking(
            () -> draw(order, dialect, fate, call.requestId(), created, unwatched), false)
        .onComplete(
            done -> {
              inFlight--;
              if (done.failed()) {
                // The class alone: a message could hold a piece of the prompt.
                LOG.warn("simulated work failed: {}", done.cause().getClass().getName());
                call.reject(Rejection.broken());
              } else if (fate.fault() == null) {
                call.answer(done.result().bill(), done.result().body());
              } else {
                faults.endWorked(call, fate, done.result());
              }
              unfinished.decrementAndGet();
            });
  }

  private Work draw(
      ImageOrder order,
      Dialect dialect,
      Fate fate,
      String requestId,
      long created,
      boolean unwatched) {
    Bill bill = Bill.of(order);
    if (unwatched || !fate.showsBody()) {
      return new Work(bill, new byte[0]);
    }
    List<byte[]> files = fate.isDrawn() ? pictures.all(order) : List.of();
    Finished finished = new Finished(order, bill, files, created, requestId);
    return new Work(bill, SpoiledAnswer.body(fate.fault(), dialect, finished));
  }

  private void after(long simulatedNanos, Runnable action) {
    long millis = clock.realMillis(simulatedNanos);
    if (millis < 1) {
      action.run();
    } else {
      vertx.setTimer(millis, timer -> action.run());
    }
  }

  private Rejection overloaded() {
    return Rejection.overloaded(clock.realMillis(Faults.WAIT_NANOS));
  }
}
