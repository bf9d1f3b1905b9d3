package dev.halftone.budget;

import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reservation, or a part of one, and how far it has come. Its lock guards what changes, and is
 * taken by whoever makes it: whoever finds it under its id waits until it is decided.
 *
 * <p>It is its own history, so that a hold that is reserved and settled writes no log.
 */
final class Hold extends SpinLock {
  enum State {
    UNDECIDED,
    HELD,
    /** Its lifetime is over: suspense for all but its owner. */
    EXPIRED,
    SUSPENDED,
    ENDED,
    REFUSED
  }

  private static final Period[] NOWHERE = {};

  final String id;

  /** What was asked for first. */
  private final long asked;

  /** In scope order. */
  final List<Scope> scopes;

  private final @Nullable String origin;

  /** How many steps the whole had made when this was carved out of it, so that it comes later. */
  private final int before;

  Period[] periods = NOWHERE;
  State state = State.UNDECIDED;
  long amount;
  long reservedAtMillis;
  long reservedEpoch;
  long deadlineMillis;
  long suspendedAtMillis;
  private @Nullable Kind endKind;
  private long endedAtMillis;
  private long endedEpoch;
  private long charged;
  private @Nullable List<@Nullable Step> between;
  private int told;

  /** What happened to it, at which time, under which limits. */
  private record Step(Kind kind, long atMillis, long epoch, long amount, long charged) {}

  Hold(String id, List<Scope> scopes, long asked) {
    this(id, scopes, asked, null, 0);
  }

  private Hold(String id, List<Scope> scopes, long asked, @Nullable String origin, int before) {
    super(true);
    this.id = id;
    this.scopes = scopes;
    this.asked = asked;
    this.origin = origin;
    this.before = before;
    this.amount = asked;
  }

  /** As it was asked for first. */
  Reservation.Held asked() {
    return new Reservation.Held(id, Usd.ofNanos(asked));
  }

  /** Whether all its periods began by then: one may be later because another thread saw later. */
  boolean hasBegun(long nowMillis) {
    for (Period period : periods) {
      if (period.startMillis > nowMillis) {
        return false;
      }
    }
    return true;
  }

  boolean sameAs(Hold other) {
    return asked == other.asked && scopes.equals(other.scopes);
  }

  boolean isPartOf(String whole, Usd part) {
    return whole.equals(origin) && part.nanos() == asked;
  }

  boolean isSuspense() {
    return state == State.EXPIRED || state == State.SUSPENDED;
  }

  /** A part with all that this one has but the amount; nothing is taken from this one yet. */
  Hold part(String id, Usd share, long atMillis, long epoch) {
    Hold part = new Hold(id, scopes, share.nanos(), this.id, before + steps());
    part.periods = periods;
    part.state = state;
    part.reservedAtMillis = atMillis;
    part.reservedEpoch = epoch;
    part.deadlineMillis = deadlineMillis;
    part.suspendedAtMillis = suspendedAtMillis;
    return part;
  }

  /** Takes a part's amount away; the part tells of it. */
  void carved(long share) {
    amount -= share;
    between().add(null);
  }

  /** Notes a step that did not end it. */
  void passed(Kind kind, long atMillis, long epoch) {
    between().add(new Step(kind, atMillis, epoch, amount, 0));
  }

  void ended(Kind kind, long atMillis, long epoch, long charged) {
    state = State.ENDED;
    endKind = kind;
    endedAtMillis = atMillis;
    endedEpoch = epoch;
    this.charged = charged;
  }

  private List<@Nullable Step> between() {
    if (between == null) {
      between = new ArrayList<>(2);
    }
    return between;
  }

  private int steps() {
    return 1 + (between == null ? 0 : between.size());
  }

  /** Adds the lines that were not told yet. */
  void tell(List<History.Line> lines) {
    if (state == State.REFUSED) {
      return;
    }
    if (told == 0) {
      Kind kind = origin == null ? Kind.RESERVED : Kind.CARVED;
      tell(lines, new Step(kind, reservedAtMillis, reservedEpoch, asked, 0), origin);
    }
    while (between != null && told - 1 < between.size()) {
      tell(lines, between.get(told - 1), null);
    }
    if (endKind != null && told == steps()) {
      tell(lines, new Step(endKind, endedAtMillis, endedEpoch, amount, charged), null);
    }
  }

  private void tell(List<History.Line> lines, @Nullable Step step, @Nullable String from) {
    int place = before + told++;
    if (step != null) {
      lines.add(
          new History.Line(
              step.epoch,
              place,
              new LedgerEntry(
                  Instant.ofEpochMilli(step.atMillis),
                  step.kind,
                  id,
                  scopes,
                  Usd.ofNanos(step.amount),
                  Usd.ofNanos(step.charged),
                  from,
                  null)));
    }
  }
}
