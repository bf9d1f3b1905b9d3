package dev.halftone.budget;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Checks, then charges, as a ledger must not: it must fail, or this machine finds no races. */
@JCStressTest
@Outcome(
    id = {"true, false, 10", "false, true, 10"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them")
@State
public class CarelessCounter {
  private static final long LIMIT = 10;

  private volatile long held;

  @Actor
  public void first(ZZJ_Result r) {
    r.r1 = reserve(10);
  }

  @Actor
  public void second(ZZJ_Result r) {
    r.r2 = reserve(10);
  }

  @Arbiter
  public void after(ZZJ_Result r) {
    r.r3 = held;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the mistake that is to be found
  private boolean reserve(long amount) {
    if (held + amount > LIMIT) {
      return false;
    }
    held += amount;
    return true;
  }
}
