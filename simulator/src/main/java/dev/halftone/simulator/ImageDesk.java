package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the calls for images of one provider: reads, admits, waits as long as fate says, has the
 * pictures drawn by a worker, and ends the call. All on the server's context; not thread-safe.
 */
final class ImageDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ImageDesk.class);
  private static final long OVERLOAD_WAIT_NANOS = Duration.ofSeconds(2).toNanos();

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final SimulatedProvider provider;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final WorkerExecutor workers;
  private final FateDice dice;
  private final PictureMaker pictures;
  private final CallCounter counter = new CallCounter();
  private final Map<String, TokenBucket> buckets = new HashMap<>();
  private long calls;
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
    this.pictures = new PictureMaker(options.seed());
  }

  void serve(RoutingContext context, Dialect dialect) {
    ImageCall call = new ImageCall(context, dialect, book, clock, dialect.requestId(++calls));
    try {
      dialect.checkHead(context);
      JsonNode body = dialect.body(context);
      LocalDate today = LocalDate.ofInstant(options.clock().instant(), ZoneOffset.UTC);
      ImageOrder order = dialect.read(context, body, today);
      call.ordered(order);
      admit(call, order, dialect);
      Fate fate =
          dice.cast(provider, options.profile(provider), order, counter.next(order.prompt()));
      inFlight++;
      if (order.isStreamed() && StreamPlan.begins(fate)) {
        stream(call, order, StreamPlan.of(order, fate));
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
    new ImageCall(context, dialect, book, clock, dialect.requestId(++calls))
        .reject(Rejection.tooLarge(mostBytes));
  }

  private void admit(ImageCall call, ImageOrder order, Dialect dialect) throws Rejection {
    if (inFlight >= options.maxInFlight()) {
      throw overloaded();
    }
    RateLimit limit = options.profile(provider).rateLimit();
    long now = clock.nowNanos();
    TokenBucket bucket =
        buckets.computeIfAbsent(order.calledAs(), name -> new TokenBucket(limit, now));
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
    switch (fate.ending()) {
      case REFUSED -> fail(call, Rejection.refused(call.requestId()));
      case OVERLOADED -> fail(call, overloaded());
      case BROKEN -> fail(call, Rejection.broken());
      case CUT_BEFORE_WORK -> {
        inFlight--;
        call.cutBeforeWork();
      }
      case PICTURES, CUT_AFTER_WORK -> work(call, order, dialect, fate);
    }
  }

  private void stream(ImageCall call, ImageOrder order, StreamPlan plan) {
    EventStream stream = new EventStream(call, plan, this::after, () -> inFlight--);
    boolean detailed = provider == SimulatedProvider.OPENAI;
    long created = options.clock().instant().getEpochSecond();
    stream.open();
    workers
        .executeBlocking(() -> StreamedWork.draw(order, plan, pictures, detailed, created), false)
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

  private void fail(ImageCall call, Rejection rejection) {
    inFlight--;
    call.reject(rejection);
  }

  private void work(ImageCall call, ImageOrder order, Dialect dialect, Fate fate) {
    boolean unwatched = call.clientIsGone();
    long created = options.clock().instant().getEpochSecond();
    workers
        .executeBlocking(() -> draw(order, dialect, call.requestId(), created, unwatched), false)
        .onComplete(
            done -> {
              inFlight--;
              if (done.failed()) {
                // The class alone: a message could hold a piece of the prompt.
                LOG.warn("simulated work failed: {}", done.cause().getClass().getName());
                call.reject(Rejection.broken());
              } else if (fate.ending() == Fate.Kind.CUT_AFTER_WORK) {
                call.cutAfterWork(done.result().bill(), done.result().body(), fate.midBody());
              } else {
                call.answer(done.result().bill(), done.result().body());
              }
            });
  }

  private Work draw(
      ImageOrder order, Dialect dialect, String requestId, long created, boolean unwatched) {
    Bill bill = Bill.of(order);
    if (unwatched) {
      return new Work(bill, new byte[0]);
    }
    List<byte[]> files = pictures.all(order);
    return new Work(
        bill, Wire.success(dialect, new Finished(order, bill, files, created, requestId)));
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
    return Rejection.overloaded(clock.realMillis(OVERLOAD_WAIT_NANOS));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Work(Bill bill, byte[] body) {}
}
