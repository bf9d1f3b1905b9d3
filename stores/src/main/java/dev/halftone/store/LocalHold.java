package dev.halftone.store;

import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A hold of this instance and from which slices it was drawn. Guarded by {@link Turns}. */
final class LocalHold {
  enum State {
    WAITING,
    HELD,
    /** In the shared ledger under its own ids, in flight. */
    MOVED,
    /** In the shared ledger under its own ids, in suspense; its owner may still end it. */
    EXPIRED,
    /** In the shared ledger under its own ids, in suspense. */
    SUSPENDED,
    ENDED
  }

  /** Money from one slice. */
  record Draw(Slice slice, long amount) {}

  /** Money that left a slice, under its own id in the shared ledger. */
  record Part(String id, Scope scope, long amount) {}

  final String id;

  /** In scope order. */
  final List<Scope> scopes;

  /** What was asked when it was made; a repeated reservation must ask the same. */
  final long reserved;

  /** The hold that this was carved out of. */
  final @Nullable String origin;

  final List<Draw> draws = new ArrayList<>(1);
  List<Part> parts = List.of();

  /** Done when its parts stand in the shared ledger. */
  Future<?> moved = Future.succeededFuture();

  /** What a repeated reservation waits for. */
  @Nullable Future<Reservation> answer;

  State state = State.WAITING;
  long amount;
  long expiresMillis;

  LocalHold(
      String id, List<Scope> scopes, long reserved, long expiresMillis, @Nullable String origin) {
    this.id = id;
    this.scopes = scopes;
    this.reserved = reserved;
    this.amount = reserved;
    this.expiresMillis = expiresMillis;
    this.origin = origin;
  }

  Usd amountUsd() {
    return Usd.ofNanos(amount);
  }

  Reservation.Held held() {
    return new Reservation.Held(id, Usd.ofNanos(reserved));
  }

  /** The answer to a reservation with its id. */
  Future<Reservation> repeated(List<Scope> asked, long askedAmount) {
    if (reserved != askedAmount || !scopes.equals(asked)) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "id '%s' stands for a hold of $%s on %s; asked again with $%s on %s, but amount and"
                      .formatted(id, Usd.ofNanos(reserved), scopes, Usd.ofNanos(askedAmount), asked)
                  + " scopes must be the same"));
    }
    return state == State.WAITING ? Objects.requireNonNull(answer) : Future.succeededFuture(held());
  }

  /**
   * How a charge of each scope falls on amounts from several slices: each bears what it held, the
   * last one of a scope the rest.
   */
  static long[] shares(List<Scope> scopes, long[] amounts, long charge) {
    long[] shares = new long[amounts.length];
    for (int i = 0; i < amounts.length; i++) {
      long left = charge;
      boolean last = true;
      for (int j = 0; j < amounts.length; j++) {
        if (scopes.get(j).equals(scopes.get(i))) {
          left -= j < i ? shares[j] : 0;
          last &= j <= i;
        }
      }
      shares[i] = last ? left : Math.min(left, amounts[i]);
    }
    return shares;
  }

  /** Makes a part of it, which it has, a hold of its own, from the same slices. */
  LocalHold carve(String partId, long part) {
    LocalHold carved = new LocalHold(partId, scopes, part, expiresMillis, id);
    carved.state = State.HELD;
    for (Scope scope : scopes) {
      long left = part;
      for (int i = 0; i < draws.size(); i++) {
        Draw draw = draws.get(i);
        if (draw.slice.purse.scope.equals(scope) && (left > 0 || part == 0)) {
          long some = Math.min(left, draw.amount);
          draws.set(i, new Draw(draw.slice, draw.amount - some));
          carved.draws.add(new Draw(draw.slice, some));
          draw.slice.inFlight++;
          left -= some;
        }
      }
    }
    amount -= part;
    return carved;
  }

  /** What falls on each draw. */
  long[] drawShares(long charge) {
    if (draws.size() == scopes.size()) {
      long[] all = new long[draws.size()];
      Arrays.fill(all, charge);
      return all;
    }
    return shares(
        draws.stream().map(draw -> draw.slice().purse.scope).toList(),
        draws.stream().mapToLong(Draw::amount).toArray(),
        charge);
  }
}
