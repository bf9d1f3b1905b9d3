package dev.halftone.budget;

import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reservation, or a part of one, and how far it has come. Its monitor guards what changes.
 *
 * <p>It is its own history, so that a hold that is reserved and settled writes no log.
 */
final class Hold {
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

  /** As it was asked for first. */
  final Reservation.Held reservation;

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

  Hold(Reservation.Held reservation, List<Scope> scopes) {
    this(reservation, scopes, null, 0);
  }

  private Hold(
      Reservation.Held reservation, List<Scope> scopes, @Nullable String origin, int before) {
    this.reservation = reservation;
    this.scopes = scopes;
    this.origin = origin;
    this.before = before;
    this.amount = reservation.amount().nanos();
  }

  String id() {
    return reservation.id();
  }

  boolean sameAs(Hold other) {
    return reservation.amount().equals(other.reservation.amount()) && scopes.equals(other.scopes);
  }

  boolean isPartOf(String whole, Usd part) {
    return whole.equals(origin) && part.equals(reservation.amount());
  }

  boolean isSuspense() {
    return state == State.EXPIRED || state == State.SUSPENDED;
  }

  /** A part with all that this one has but the amount; nothing is taken from this one yet. */
  Hold part(String id, Usd share, long atMillis, long epoch) {
    Hold part = new Hold(new Reservation.Held(id, share), scopes, id(), before + steps());
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
      long first = reservation.amount().nanos();
      tell(lines, new Step(kind, reservedAtMillis, reservedEpoch, first, 0), origin);
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
                  id(),
                  scopes,
                  Usd.ofNanos(step.amount),
                  Usd.ofNanos(step.charged),
                  from,
                  null)));
    }
  }
}
