package dev.halftone.router;

import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch from its submission to its results: it is sent once, looked for if no answer came,
 * watched at growing intervals, and cancelled when the rest must be made live. Every call ends:
 * with images, with a failure that is certainly free, or unknown.
 *
 * <p>For one use. Steps follow each other; what a closing router may touch meanwhile is safe.
 */
final class BatchRun {
  private static final Logger log = LoggerFactory.getLogger(BatchRun.class);

  private final BatchProvider provider;
  private final Timers timers;
  private final LongSupplier ticker;
  private final List<String> attemptIds;
  private final List<ProviderCall> calls;
  private final Map<String, BatchOrder> open = new ConcurrentHashMap<>();
  private final String ownId;
  private final long submittedNanos;
  private final BatchPace pace;
  private @Nullable BatchState known;
  private @Nullable ProviderFailure refusal;
  private long pauseNanos = BatchPace.FIRST_PAUSE_NANOS;
  private volatile boolean closed;

  /** Prepares a batch of calls, at least one, that may share it. */
  BatchRun(BatchProvider provider, List<BatchOrder> orders, Timers timers, LongSupplier ticker) {
    this.provider = provider;
    this.timers = timers;
    this.ticker = ticker;
    attemptIds = orders.stream().map(BatchOrder::id).toList();
    calls = orders.stream().map(BatchOrder::call).toList();
    orders.forEach(order -> open.put(order.id(), order));
    ownId = "halftone-" + attemptIds.get(0);
    submittedNanos = ticker.getAsLong();
    long first = orders.get(0).giveBackNanos();
    for (BatchOrder order : orders) {
      first = order.giveBackNanos() - first < 0 ? order.giveBackNanos() : first;
    }
    pace = BatchPace.of(submittedNanos, first, provider.completionWindow().toNanos());
  }

  /**
   * How it ended.
   *
   * @param nanos from its submission to its end
   * @param made whether all that it was to make was worked on in its time
   * @param refusal why the provider took none of it, or null
   */
  record Ended(long nanos, boolean made, @Nullable ProviderFailure refusal) {}

  /** Sends it and sees it through; the future never fails. This can cost money. */
  Future<Ended> start() {
    return submit()
        .compose(ticket -> ticket == null ? Future.succeededFuture() : watch(ticket))
        .recover(
            defect -> {
              log.error("batch {} met a defect", ownId, defect);
              giveUp("the router failed with " + defect.getClass().getSimpleName());
              return Future.succeededFuture();
            })
        .map(done -> ended());
  }

  /** The one model of all its calls. */
  String model() {
    return calls.get(0).model();
  }

  /** How many calls it has. */
  int size() {
    return calls.size();
  }

  /** Ends every call that has not; the batch itself goes on at its provider. */
  void close() {
    closed = true;
    giveUp("the router was closed");
  }

  private Ended ended() {
    BatchState last = known;
    boolean made = last != null && last.status() == Status.COMPLETED;
    return new Ended(ticker.getAsLong() - submittedNanos, made, refusal);
  }

  /** The ticket, or null if there is no such batch or nobody knows; then every call has ended. */
  private Future<@Nullable BatchTicket> submit() {
    log.info("batch {}: sending {} calls to {}", ownId, calls.size(), provider.name());
    return asking(() -> provider.submit(ownId, calls))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                return Future.succeededFuture(answer.result());
              }
              if (answer.cause() instanceof ProviderFailure failure
                  && failure.billed() == Billed.NO) {
                return refused(failure);
              }
              log.warn("batch {}: no word whether it exists; looking for it", ownId);
              return find(ticker.getAsLong());
            });
  }

  private Future<@Nullable BatchTicket> find(long lostNanos) {
    return sleep()
        .compose(
            awake -> {
              long askedNanos = ticker.getAsLong();
              if (pace.step(null, askedNanos) == BatchPace.Step.GIVE_UP || closed) {
                giveUp("nobody knows whether the batch exists");
                return Future.succeededFuture();
              }
              return asking(() -> provider.find(ownId))
                  .transform(
                      answer -> {
                        if (answer.failed()) {
                          return find(lostNanos);
                        }
                        BatchState found = answer.result().orElse(null);
                        if (found != null) {
                          return Future.succeededFuture(
                              new BatchTicket(found.batchId(), attemptIds));
                        }
                        return askedNanos - lostNanos < BatchPace.SEARCH_NANOS
                            ? find(lostNanos)
                            : refused(
                                ProviderFailure.of(Kind.NEVER_SENT)
                                    .build("the provider has no such batch"));
                      });
            });
  }

  /** Nothing of it was taken. What a batch is refused for says little of a single call. */
  private Future<@Nullable BatchTicket> refused(ProviderFailure failure) {
    refusal = failure;
    ProviderFailure free = free(failure);
    endAll(order -> order.answer().tryFail(free));
    return Future.succeededFuture();
  }

  private Future<Void> watch(BatchTicket ticket) {
    long now = ticker.getAsLong();
    if (closed) {
      return Future.succeededFuture();
    }
    BatchPace.Step step = pace.step(known, now);
    if (step == BatchPace.Step.GIVE_UP) {
      giveUp("batch %s did not end".formatted(ticket.batchId()));
      return Future.succeededFuture();
    }
    boolean cancelling = step == BatchPace.Step.CANCEL;
    return asking(
            () -> cancelling ? provider.cancel(ticket.batchId()) : provider.state(ticket.batchId()))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                known = answer.result();
                if (cancelling) {
                  log.info("batch {}: cancelled, to go back to live in time", ownId);
                  pauseNanos = BatchPace.FIRST_PAUSE_NANOS;
                }
              }
              return answer.succeeded() && answer.result().status().hasEnded()
                  ? fetch(ticket, answer.result())
                  : sleep().compose(awake -> watch(ticket));
            });
  }

  private Future<Void> fetch(BatchTicket ticket, BatchState state) {
    return asking(
            () ->
                provider.results(
                    ticket,
                    item -> {
                      end(item, state);
                      return Future.succeededFuture();
                    }))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                giveUp("batch %s says nothing of it".formatted(ticket.batchId()));
                return Future.succeededFuture();
              }
              if (closed || pace.step(state, ticker.getAsLong()) == BatchPace.Step.GIVE_UP) {
                giveUp("the results of batch %s cannot be had".formatted(ticket.batchId()));
                return Future.succeededFuture();
              }
              return sleep().compose(awake -> fetch(ticket, state));
            });
  }

  private void end(BatchItem item, BatchState state) {
    BatchOrder order = open.remove(item.attemptId());
    if (order == null) {
      return;
    }
    if (item instanceof BatchItem.Made made) {
      order.answer().tryComplete(made.answer());
    } else if (item instanceof BatchItem.Failed failed) {
      boolean whole = state.status() == Status.FAILED && failed.failure().billed() == Billed.NO;
      refusal = whole ? failed.failure() : refusal;
      order.answer().tryFail(whole ? free(failed.failure()) : failed.failure());
    }
  }

  private static ProviderFailure free(ProviderFailure failure) {
    return failure.newBuilder().retry(Retry.SAFE).build(failure.getMessage());
  }

  /** Whatever has no end yet stays in suspense. */
  private void giveUp(String why) {
    ProviderFailure unknown = ProviderFailure.of(Kind.BAD_ANSWER).build("batch: " + why);
    endAll(order -> order.answer().tryFail(unknown));
  }

  private void endAll(Consumer<BatchOrder> end) {
    for (BatchOrder order : new ArrayList<>(open.values())) {
      if (open.remove(order.id()) != null) {
        end.accept(order);
      }
    }
  }

  private Future<Void> sleep() {
    Promise<Void> awake = Promise.promise();
    long pause = pace.cut(pauseNanos, ticker.getAsLong());
    pauseNanos = BatchPace.longer(pauseNanos);
    timers.schedule(pause, awake::tryComplete);
    return awake.future();
  }

  private static <T> Future<T> asking(Supplier<Future<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
