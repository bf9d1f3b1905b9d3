package dev.halftone.router;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch provider in virtual time that knows to the nano-dollar what it billed. It makes the calls
 * of a batch at even intervals, and fails where a test or a seed says.
 */
final class FakeBatches implements BatchProvider {
  static final Duration WINDOW = Duration.ofHours(24);
  private static final Duration CANCELLING = Duration.ofMinutes(8);

  private final CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
  private final VirtualTime time;
  private final @Nullable Random faults;
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final Set<String> seenAttempts = new HashSet<>();
  final Map<String, Usd> billed = new HashMap<>();
  final Map<String, Integer> made = new HashMap<>();
  final List<Integer> submitted = new ArrayList<>();
  Duration takes = Duration.ofHours(2);
  int questions;
  int cancels;
  Submission submission = Submission.ANSWERED;

  enum Submission {
    ANSWERED,
    REFUSED,
    LOST,
    LOST_LISTED_LATE,
    NEVER_ARRIVED
  }

  private static final class Sent {
    final String id;
    final List<ProviderCall> calls;
    final long at;
    final long listedAt;
    final long every;
    final Map<String, BatchItem> items = new LinkedHashMap<>();
    boolean invalid;
    long cancelledAt = Long.MAX_VALUE;

    Sent(String id, List<ProviderCall> calls, long at, long listedAt, long every) {
      this.id = id;
      this.calls = calls;
      this.at = at;
      this.listedAt = listedAt;
      this.every = every;
    }
  }

  /**
   * Makes one.
   *
   * @param faults makes every step fail at times; null for none
   */
  FakeBatches(VirtualTime time, @Nullable Random faults) {
    this.time = time;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public String priceList() {
    return "openai";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.of(Set.of("gpt-image-2")).build();
  }

  @Override
  public Duration completionWindow() {
    return WINDOW;
  }

  @Override
  public Future<BatchTicket> submit(String ownId, List<ProviderCall> calls) {
    submitted.add(calls.size());
    for (ProviderCall call : calls) {
      if (!seenAttempts.add(call.attemptId())) {
        throw new AssertionError(call.attemptId() + " was submitted twice");
      }
    }
    Submission way = faults == null ? submission : drawSubmission();
    if (way == Submission.REFUSED) {
      return failed(Kind.BAD_REQUEST);
    }
    if (way != Submission.NEVER_ARRIVED) {
      accept(ownId, calls, way == Submission.LOST_LISTED_LATE);
    }
    return way == Submission.ANSWERED
        ? Future.succeededFuture(
            new BatchTicket("batch-" + ownId, calls.stream().map(ProviderCall::attemptId).toList()))
        : failed(Kind.CUT);
  }

  private Submission drawSubmission() {
    Submission[] all = Submission.values();
    return chance(50) ? Submission.ANSWERED : all[random().nextInt(all.length)];
  }

  private void accept(String ownId, List<ProviderCall> calls, boolean late) {
    long now = time.nanos();
    Duration all = faults == null ? takes : Duration.ofMinutes(random().nextInt(36 * 60));
    Sent batch =
        new Sent(
            "batch-" + ownId,
            List.copyOf(calls),
            now,
            late ? now + Duration.ofMinutes(20).toNanos() : now,
            all.toNanos() / calls.size());
    batch.invalid = faults != null && chance(10);
    sent.put(ownId, batch);
  }

  @Override
  public Future<BatchState> state(String batchId) {
    questions++;
    return unlucky() ? failed(Kind.CUT) : Future.succeededFuture(state(byId(batchId)));
  }

  @Override
  public Future<BatchState> cancel(String batchId) {
    cancels++;
    if (chance(20)) {
      return failed(Kind.TIMED_OUT);
    }
    Sent batch = byId(batchId);
    if (!state(batch).status().hasEnded()) {
      batch.cancelledAt = Math.min(batch.cancelledAt, time.nanos());
    }
    return chance(20) ? failed(Kind.TIMED_OUT) : Future.succeededFuture(state(batch));
  }

  @Override
  public Future<Optional<BatchState>> find(String ownId) {
    questions++;
    if (unlucky()) {
      return failed(Kind.CUT);
    }
    Sent batch = sent.get(ownId);
    return Future.succeededFuture(
        batch == null || time.nanos() < batch.listedAt
            ? Optional.empty()
            : Optional.of(state(batch)));
  }

  @Override
  public Future<Void> results(BatchTicket ticket, Function<BatchItem, Future<Void>> sink) {
    Sent batch = byId(ticket.batchId());
    if (!state(batch).status().hasEnded()) {
      return Future.failedFuture(new IllegalStateException("not ended"));
    }
    int until = unlucky() ? random().nextInt(batch.calls.size()) : batch.calls.size();
    for (ProviderCall call : batch.calls.subList(0, until)) {
      if (sink.apply(item(batch, call)).failed()) {
        throw new AssertionError("the sink failed");
      }
    }
    return until < batch.calls.size() ? failed(Kind.CUT) : Future.succeededFuture();
  }

  private BatchItem item(Sent batch, ProviderCall call) {
    BatchItem item = batch.items.get(call.attemptId());
    return item != null
        ? item
        : new BatchItem.Failed(
            call.attemptId(), failure(batch.invalid ? Kind.BAD_REQUEST : Kind.OVERLOADED));
  }

  private BatchState state(Sent batch) {
    long now = time.nanos();
    long expires = batch.at + WINDOW.toNanos();
    long stops =
        Math.min(
            expires,
            batch.cancelledAt == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : batch.cancelledAt + CANCELLING.toNanos() / 2);
    long worked = Math.min(now, stops) - batch.at;
    int done =
        batch.invalid ? 0 : (int) Math.min(batch.calls.size(), worked / Math.max(1, batch.every));
    batch.calls.subList(0, done).forEach(call -> make(batch, call));
    Status status;
    if (batch.invalid) {
      status = Status.FAILED;
    } else if (done == batch.calls.size()) {
      status = Status.COMPLETED;
    } else if (batch.cancelledAt != Long.MAX_VALUE) {
      boolean over = now >= batch.cancelledAt + CANCELLING.toNanos() || now >= expires;
      status = over ? Status.CANCELLED : Status.CANCELLING;
    } else {
      status = now >= expires ? Status.EXPIRED : Status.IN_PROGRESS;
    }
    return new BatchState(batch.id, status, batch.calls.size(), done, 0, null);
  }

  private void make(Sent batch, ProviderCall call) {
    String id = call.attemptId();
    if (batch.items.containsKey(id)) {
      return;
    }
    int fate = faults == null ? 0 : random().nextInt(20);
    if (fate == 19) {
      batch.items.put(id, new BatchItem.Failed(id, failure(Kind.PROMPT_REFUSED)));
    } else if (fate == 18) {
      batch.items.put(id, new BatchItem.Failed(id, failure(Kind.SERVER_ERROR)));
    } else {
      bill(call);
      batch.items.put(
          id,
          fate == 17
              ? new BatchItem.Failed(id, failure(Kind.BAD_ANSWER))
              : new BatchItem.Made(id, FakeProvider.answer(call, FakeProvider.USAGE)));
    }
  }

  private void bill(ProviderCall call) {
    LocalDate today = time.instant().atZone(ZoneOffset.UTC).toLocalDate();
    billed.put(
        call.attemptId(),
        estimator.charge(priceList(), call.model(), FakeProvider.USAGE, true, today));
    made.put(call.attemptId(), call.request().n());
  }

  private Sent byId(String batchId) {
    return sent.values().stream().filter(one -> one.id.equals(batchId)).findFirst().orElseThrow();
  }

  /** Everything that was billed until now, also for what nobody asked about since. */
  Map<String, Usd> billed() {
    sent.values().forEach(this::state);
    return billed;
  }

  private boolean unlucky() {
    return chance(15);
  }

  private boolean chance(int percent) {
    return faults != null && faults.nextInt(100) < percent;
  }

  private Random random() {
    if (faults == null) {
      throw new AssertionError("no faults were asked for");
    }
    return faults;
  }

  private static <T> Future<T> failed(Kind kind) {
    return Future.failedFuture(failure(kind));
  }

  private static ProviderFailure failure(Kind kind) {
    return ProviderFailure.of(kind).build("fake: " + kind);
  }
}
