package dev.halftone.budget;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for what is held for some tens of instructions and never across anything that waits; so
 * whoever finds it taken spins. Extended, so that it is in the cache line of what it guards; not
 * reentrant.
 */
abstract class SpinLock {
  private static final int SPINS = 64;
  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(SpinLock.class, "taken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // read by its handle
  private boolean taken;

  /** One that is taken by whoever makes it, or not. */
  SpinLock(boolean taken) {
    this.taken = taken;
  }

  /** Takes the lock; false if another thread had it meanwhile. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint only: whoever has the lock may need this core
  final boolean take() {
    if (TAKEN.compareAndSet(this, false, true)) {
      return true;
    }
    int spins = 0;
    do {
      if (++spins % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    } while ((boolean) TAKEN.getOpaque(this) || !TAKEN.compareAndSet(this, false, true));
    return false;
  }

  final void leave() {
    TAKEN.setRelease(this, false);
  }
}
