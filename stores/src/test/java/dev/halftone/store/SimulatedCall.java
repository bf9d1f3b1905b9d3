package dev.halftone.store;

import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider: what it really billed, which the ledger is never asked for, and how much
 * of its hold is certain to those who look from outside.
 */
final class SimulatedCall {
  final String id;
  final List<Scope> scopes;
  final Duration lifetime;

  /** What is certainly held, and what may be, in nano-dollars. */
  long least;

  long most;

  /** What the provider really bills; final once {@link #over}. */
  long bill;

  boolean over;

  /** Whether it is known to have been held. */
  boolean held;

  /** What is certainly held or spent for it since it ended. */
  long endedLeast;

  /** Steps on their way, and when the latest was sent or answered. */
  int pending;

  long touchedNanos;

  /** Whether the server lost what may have been a step of it. */
  boolean shaken;

  boolean endAsked;
  boolean resolveAsked;
  boolean ended;
  int failures;
  int applied;

  /** A part of this call that was to become a hold of its own. */
  @Nullable SimulatedCall part;

  long partAskedNanos;

  /** When it was first asked for, and when it was certainly held, on the world's own clock. */
  long askedNanos;

  long heldNanos = Long.MAX_VALUE;

  long reservedFrom;
  long reservedTo = Long.MAX_VALUE;
  long endedFrom;
  long endedTo;

  SimulatedCall(String id, List<Scope> scopes, long amount, Duration lifetime) {
    this.id = id;
    this.scopes = List.copyOf(scopes);
    this.most = amount;
    this.lifetime = lifetime;
  }

  Usd amount() {
    return Usd.ofNanos(most);
  }

  long spentLeast() {
    return ended ? bill : 0;
  }

  long spentMost() {
    return endAsked ? bill : 0;
  }

  long committedLeast() {
    if (ended) {
      return endedLeast;
    }
    if (!held) {
      return 0;
    }
    return endAsked ? Math.min(least, bill) : least;
  }

  long committedMost() {
    if (ended) {
      return bill;
    }
    return endAsked ? Math.max(most, bill) : most;
  }

  /** Nothing was carved out: one hold stands for both images. */
  void takeBack() {
    SimulatedCall back = part;
    if (back != null) {
      bill += back.bill;
      back.bill = 0;
      part = null;
    }
  }
}
