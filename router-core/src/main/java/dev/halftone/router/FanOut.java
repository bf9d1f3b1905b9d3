package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.router.DecisionRecord.Attempt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the parts of one candidate side by side, each under its own hold, and waits for all. After
 * a failure no further part goes out: what is to become of those left is a new decision.
 *
 * <p>For one use. Calls may end on different threads, so what they share is locked.
 */
final class FanOut {
  private final RouterParts parts;
  private final Trace trace;
  private final ImageRequest request;
  private final Candidate candidate;
  private final List<HeldPart> held;
  private final GuardedCall.@Nullable Outcome[] outcomes;
  private final long giveBackNanos;
  private final long deadlineNanos;
  private final Consumer<PartialImage> partials;
  private int next;
  private boolean stopped;
  private boolean early;

  /**
   * Prepares the calls.
   *
   * @param giveBackNanos when each call should have ended, to leave time for others
   * @param deadlineNanos when a call that has not ended is given up
   */
  FanOut(
      RouterParts parts,
      Trace trace,
      ImageRequest request,
      Candidate candidate,
      List<HeldPart> held,
      long giveBackNanos,
      long deadlineNanos,
      Consumer<PartialImage> partials) {
    this.parts = parts;
    this.trace = trace;
    this.request = request;
    this.candidate = candidate;
    this.held = held;
    this.giveBackNanos = giveBackNanos;
    this.deadlineNanos = deadlineNanos;
    this.partials = partials;
    outcomes = new GuardedCall.Outcome[held.size()];
  }

  /**
   * Sends them.
   *
   * @param view what it was planned by: how many calls may be on the way at a time
   * @return never failed
   */
  Future<Round> send(RouteView view) {
    early = view.early();
    int lanes = Math.min(Math.max(1, view.room()), held.size());
    return Future.all(IntStream.range(0, lanes).mapToObj(lane -> sendNext()).toList())
        .map(ended -> round());
  }

  private Future<Void> sendNext() {
    int index = take();
    if (index < 0) {
      return Future.succeededFuture();
    }
    HeldPart one = held.get(index);
    Leave leave =
        parts.memories().tryStart(candidate, one.part(), early, parts.ticker().getAsLong());
    if (leave == null) {
      stop();
      return Future.succeededFuture();
    }
    return call(one, leave)
        .compose(
            outcome -> {
              ended(index, outcome);
              return sendNext();
            });
  }

  private synchronized int take() {
    return stopped || next == held.size() ? -1 : next++;
  }

  private synchronized void stop() {
    stopped = true;
  }

  private synchronized Round round() {
    List<Round.Sent> sent = new ArrayList<>(held.size());
    List<HeldPart> unsent = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      GuardedCall.Outcome outcome = outcomes[i];
      if (outcome == null) {
        unsent.add(held.get(i));
      } else {
        sent.add(new Round.Sent(held.get(i), outcome));
      }
    }
    return new Round(sent, unsent);
  }

  private Future<GuardedCall.Outcome> call(HeldPart one, Leave leave) {
    parts
        .listener()
        .on(
            new RouterEvent.AttemptStarted(
                trace.id(),
                one.id(),
                candidate.route().provider(),
                candidate.model(),
                candidate.quality(),
                one.part().hold(),
                candidate.batch()));
    long now = parts.ticker().getAsLong();
    long left = giveBackNanos - now;
    long patience = Math.max(1, deadlineNanos - now);
    int n = one.part().n();
    ProviderCall call =
        new ProviderCall(
            one.id(),
            toSend(n),
            candidate.model(),
            candidate.quality(),
            candidate.thinking(),
            Duration.ofNanos(Math.max(1, left)),
            partials);
    return new GuardedCall(parts, candidate, one.part(), call, leave, patience).send();
  }

  private ImageRequest toSend(int n) {
    boolean asAsked = request.n() == n && request.size().equals(candidate.size());
    return asAsked ? request : request.newBuilder().n(n).size(candidate.size()).build();
  }

  private void ended(int index, GuardedCall.Outcome outcome) {
    synchronized (this) {
      outcomes[index] = outcome;
      stopped |= outcome.failure() != null;
    }
    HeldPart one = held.get(index);
    ProviderFailure failure = outcome.failure();
    Settlement settlement = outcome.settlement();
    Usd hold = one.part().hold();
    boolean suspended = settlement.kind() == Settlement.Kind.SUSPENDED;
    trace.attempted(
        candidate,
        new Attempt(
            one.id(),
            candidate.route().provider(),
            candidate.model(),
            candidate.quality(),
            hold,
            settlement.kind().name().toLowerCase(Locale.ROOT),
            settlement.charged(),
            outcome.latencyNanos(),
            failure == null ? null : failure.getMessage(),
            outcome.requestId(),
            candidate.batch()),
        suspended ? hold : Usd.ZERO);
    parts
        .listener()
        .on(
            new RouterEvent.AttemptEnded(
                trace.id(),
                one.id(),
                candidate.route().provider(),
                candidate.model(),
                candidate.quality(),
                settlement.charged(),
                one.part().quote().expected(),
                outcome.latencyNanos(),
                failure,
                candidate.batch()));
  }
}
