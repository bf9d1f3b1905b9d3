package dev.halftone.store;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Money of one scope that this instance has reserved in the shared ledger, in nano-dollars. What is
 * free, held by local holds and charged by them is together what it was reserved with, less what
 * was carved out of it. Guarded by {@link Turns}.
 */
final class Slice {
  final String id;
  final Purse purse;
  final long amount;

  /** By this machine's clock; {@link Long#MAX_VALUE} if no window of its scope ever ends. */
  final long openUntilMillis;

  /** Steps in the shared ledger, made one after the other. */
  final ArrayDeque<Step<?>> steps = new ArrayDeque<>();

  long livesUntilMillis;
  long free;
  long charged;
  int inFlight;
  int ticksIdle;
  int ticksSinceRenewal;
  int parts;

  /** Whether it serves. */
  boolean open = true;

  /** Whether its last step is on its way; there is none after it. */
  boolean over;

  boolean busy;
  boolean renewing;

  /** A step, and who waits for it. */
  record Step<T>(Supplier<Future<T>> call, Promise<T> answer) {}

  Slice(String id, Purse purse, long amount, long openUntilMillis, long livesUntilMillis) {
    this.id = id;
    this.purse = purse;
    this.amount = amount;
    this.free = amount;
    this.openUntilMillis = openUntilMillis;
    this.livesUntilMillis = livesUntilMillis;
  }

  boolean serves(long asked, long nowMillis) {
    return open && asked <= free && nowMillis < openUntilMillis && nowMillis < livesUntilMillis;
  }

  void take(long asked) {
    free -= asked;
    inFlight++;
    ticksIdle = 0;
  }

  /** A local hold ended with a charge that is no more than it held. */
  void end(long held, long charge) {
    free += held - charge;
    charged += charge;
    inFlight--;
    ticksIdle = 0;
  }

  /** A local hold leaves with its money. */
  void leave() {
    inFlight--;
  }

  Usd chargedUsd() {
    return Usd.ofNanos(charged);
  }
}
