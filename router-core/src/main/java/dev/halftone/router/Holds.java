package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holds of one request: those of all parts of a candidate are taken, or none is. Steps follow
 * each other, so the counter needs no lock.
 */
final class Holds {
  private static final Logger log = LoggerFactory.getLogger(Holds.class);

  /** A call may outlast the request by its grace, and a ledger elsewhere may be slow to hear. */
  private static final Duration LIFETIME_MARGIN = Duration.ofMinutes(5);

  private final RouterParts parts;
  private final List<Scope> scopes;
  private final Trace trace;
  private final long deadlineNanos;
  private int ids;

  Holds(RouterParts parts, List<Scope> scopes, Trace trace, long deadlineNanos) {
    this.parts = parts;
    this.scopes = scopes;
    this.trace = trace;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * What came of asking.
   *
   * @param held every part with its hold, in order; empty if one was refused
   * @param refused the refusal, or null
   */
  record Taken(List<HeldPart> held, Reservation.@Nullable Refused refused) {}

  /**
   * Takes a hold for every part.
   *
   * @return also failed, with nothing held, if the ledger fails; {@link IllegalArgumentException}
   *     then means that the scopes are at fault
   */
  Future<Taken> take(Candidate candidate) {
    return take(candidate.parts(), new ArrayList<>());
  }

  private Future<Taken> take(List<Part> wanted, List<HeldPart> held) {
    if (held.size() == wanted.size()) {
      return Future.succeededFuture(new Taken(List.copyOf(held), null));
    }
    HeldPart next = new HeldPart(trace.id() + "-" + ++ids, wanted.get(held.size()));
    return reserve(next)
        .recover(e -> release(held).transform(released -> Future.failedFuture(e)))
        .compose(
            answer -> {
              if (answer instanceof Reservation.Refused refused) {
                return release(held).map(released -> new Taken(List.of(), refused));
              }
              if (answer instanceof Reservation.Held now) {
                now.warnings().forEach(this::warned);
              }
              held.add(next);
              return take(wanted, held);
            });
  }

  private Future<Reservation> reserve(HeldPart next) {
    try {
      return parts.ledger().reserve(next.id(), scopes, next.part().hold(), lifetime());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  /** As long as its call can last; after that nobody will end it, so it is suspense. */
  private Duration lifetime() {
    long left = Math.max(0, deadlineNanos - parts.ticker().getAsLong());
    Duration lifetime = Duration.ofNanos(left).plus(LIFETIME_MARGIN);
    return lifetime.compareTo(BudgetLedger.MAX_LIFETIME) < 0 ? lifetime : BudgetLedger.MAX_LIFETIME;
  }

  private void warned(BudgetWarning warning) {
    trace.warned(warning.explain());
    parts.listener().on(new RouterEvent.BudgetWarned(trace.id(), warning));
  }

  /** Gives holds back whose calls were never sent. */
  Future<Void> release(List<HeldPart> unsent) {
    if (unsent.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.join(
            unsent.stream()
                .map(
                    one ->
                        parts
                            .ledger()
                            .release(one.id())
                            .onFailure(
                                // The hold stays held: money is kept, never lost.
                                e -> log.error("hold {} could not be released", one.id(), e)))
                .toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
