package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.LedgerArguments;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.OpenHold.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides each step over the {@link Books} and records what it changes. A step that throws has
 * changed nothing. Only the ledger's writer calls it.
 */
final class Clerk {
  private final Books books;

  Clerk(Books books) {
    this.books = books;
  }

  Reservation reserve(String id, List<Scope> scopes, Usd amount, Duration lifetime) {
    Birth earlier = books.birth(id);
    if (earlier != null) {
      return repeated(earlier, scopes, amount);
    }
    List<Tally> tallies = new ArrayList<>();
    for (Scope scope : scopes) {
      List<Tally> ofScope = books.tallies(scope);
      if (ofScope.isEmpty()) {
        throw unknown(scope, List.copyOf(books.scopes()));
      }
      tallies.addAll(ofScope);
    }
    for (Tally tally : tallies) {
      tally.advance(books.latestMillis());
      if (!tally.hasRoom(amount.nanos())) {
        return refuse(tally, amount.nanos());
      }
    }
    LedgerEntry entry =
        new LedgerEntry(now(), Kind.RESERVED, id, scopes, amount, Usd.ZERO, null, null);
    return new Reservation.Held(id, amount, books.record(new Line(entry, after(lifetime))));
  }

  private static Reservation repeated(Birth earlier, List<Scope> scopes, Usd amount) {
    if (earlier.amount() == amount.nanos() && earlier.scopes().equals(scopes)) {
      return new Reservation.Held(earlier.id(), amount);
    }
    throw new IllegalArgumentException(
        "id '%s' stands for a hold of $%s on %d scopes; asked again with $%s on %d scopes, but"
                .formatted(
                    earlier.id(),
                    Usd.ofNanos(earlier.amount()),
                    earlier.scopes().size(),
                    amount,
                    scopes.size())
            + " amount and scopes must be the same");
  }

  private Reservation.Refused refuse(Tally tally, long asked) {
    Reservation.Refused refusal = tally.refuse(asked);
    books.refused(tally);
    return refusal;
  }

  /** What to say of a scope without a limit. */
  static IllegalArgumentException unknown(Scope scope, List<Scope> known) {
    return LedgerArguments.noBudget(scope, known.stream(), known.size());
  }

  HoldChange extend(String id, Usd amount, Duration lifetime) {
    OpenHold hold = books.hold(id);
    if (hold == null || hold.state == State.SUSPENDED) {
      return new HoldChange.NotHeld(notEnded(id));
    }
    long until = Math.max(hold.untilMillis, after(lifetime));
    long more = Math.max(0, amount.nanos() - hold.amount);
    if (more == 0 && until == hold.untilMillis && hold.state == State.HELD) {
      return new HoldChange.Changed(new Reservation.Held(id, Usd.ofNanos(hold.amount)));
    }
    for (Tally tally : hold.tallies) {
      tally.advance(books.latestMillis());
      if (more > 0 && !tally.removed && tally.counts(hold) && !tally.hasRoom(more)) {
        return new HoldChange.Refused(refuse(tally, more));
      }
    }
    Usd now = Usd.ofNanos(hold.amount + more);
    LedgerEntry entry =
        new LedgerEntry(now(), Kind.EXTENDED, id, hold.birth.scopes(), now, Usd.ZERO, null, null);
    List<BudgetWarning> warnings = books.record(new Line(entry, until));
    return new HoldChange.Changed(new Reservation.Held(id, now, warnings));
  }

  HoldChange carve(String id, String part, Usd amount) {
    Birth earlier = books.birth(part);
    if (earlier != null) {
      if (id.equals(earlier.origin()) && earlier.amount() == amount.nanos()) {
        return new HoldChange.Changed(new Reservation.Held(part, amount));
      }
      throw new IllegalArgumentException(
          "part '%s' of hold '%s' is the id of another hold, of $%s; each id is used once"
              .formatted(part, id, Usd.ofNanos(earlier.amount())));
    }
    OpenHold hold = books.hold(id);
    if (hold == null || hold.state == State.SUSPENDED) {
      return new HoldChange.NotHeld(notEnded(id));
    }
    if (amount.nanos() > hold.amount) {
      throw new IllegalArgumentException(
          "part '%s' of hold '%s' is to take $%s; it has $%s, which is the most allowed"
              .formatted(part, id, amount, Usd.ofNanos(hold.amount)));
    }
    LedgerEntry entry =
        new LedgerEntry(now(), Kind.CARVED, part, hold.birth.scopes(), amount, Usd.ZERO, id, null);
    books.record(new Line(entry, 0));
    return new HoldChange.Changed(new Reservation.Held(part, amount));
  }

  /**
   * Ends a hold or moves it to suspense.
   *
   * @param kind {@link Kind#SETTLED}, {@link Kind#RELEASED}, {@link Kind#SUSPENDED} or {@link
   *     Kind#RESOLVED}
   */
  Ending end(String id, Kind kind, Usd charged) {
    OpenHold hold = books.hold(id);
    if (hold == null) {
      return notEnded(id);
    }
    if (kind == Kind.RESOLVED && hold.state == State.HELD) {
      return Ending.UNKNOWN;
    }
    if (kind != Kind.RESOLVED && hold.state == State.SUSPENDED) {
      return Ending.ALREADY_ENDED;
    }
    for (Tally tally : hold.tallies) {
      tally.advance(books.latestMillis());
      if (!tally.canCharge(hold, charged.nanos())) {
        throw new ArithmeticException(
            "charge $%s of hold '%s' is too large to be added up; the money stays held"
                .formatted(charged, id));
      }
    }
    books.record(kind, hold, charged);
    return Ending.APPLIED;
  }

  private Ending notEnded(String id) {
    return books.birth(id) == null ? Ending.UNKNOWN : Ending.ALREADY_ENDED;
  }

  /** Sets a limit. */
  void put(Budget budget) {
    record(Kind.BUDGET_SET, budget);
  }

  /** Sets a limit unless exactly this one is in force. */
  void putIfOther(Budget budget) {
    Tally tally = books.tally(budget.scope(), budget.window());
    if (tally == null || !tally.budget().equals(budget)) {
      put(budget);
    }
  }

  boolean remove(Scope scope, Window window) {
    Tally tally = books.tally(scope, window);
    if (tally != null) {
      record(Kind.BUDGET_REMOVED, tally.budget());
    }
    return tally != null;
  }

  private void record(Kind kind, Budget budget) {
    List<Scope> scopes = List.of(budget.scope());
    LedgerEntry entry =
        new LedgerEntry(now(), kind, "", scopes, budget.limit(), Usd.ZERO, null, budget);
    books.record(new Line(entry, 0));
  }

  private Instant now() {
    return Instant.ofEpochMilli(books.latestMillis());
  }

  /** When a lifetime that begins now is over, in whole milliseconds, never too early. */
  private long after(Duration lifetime) {
    return books.latestMillis() + Math.max(1, lifetime.plusNanos(999_999).toMillis());
  }
}
