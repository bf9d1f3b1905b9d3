package dev.halftone.bench;

import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.lang.ref.Reference;
import java.time.InstantSource;
import java.util.List;

/**
 * Question: how much memory does one budget of the in-memory ledger need, from ten to a million?
 *
 * <p>Prints the heap that a ledger keeps after a collection, with its names and limits, for budgets
 * on which something stands; and what is there before the first of them. Run with a fixed heap.
 */
public final class LedgerGrowth {
  private static final int[] SCOPES = {10, 1_000, 100_000, 1_000_000};
  private static final int COLLECTIONS = 4;

  private LedgerGrowth() {}

  /** Prints one line for each number of scopes. */
  public static void main(String[] args) {
    System.out.println("scopes bytes bytes/scope put_ns/scope budgets_ns/scope");
    long empty = bytesOf(0);
    System.out.printf("0 %d%n", empty);
    for (int scopes : SCOPES) {
      long start = System.nanoTime();
      InMemoryLedger ledger = filled(scopes);
      long filled = System.nanoTime();
      int read = ledger.budgets().result().size();
      long looked = System.nanoTime();
      long bytes = bytesOf(scopes);
      System.out.printf(
          "%d %d %d %d %d%n",
          scopes,
          bytes,
          (bytes - empty) / scopes,
          (filled - start) / scopes,
          (looked - filled) / read);
    }
  }

  private static long bytesOf(int scopes) {
    long before = used();
    InMemoryLedger ledger = filled(scopes);
    try {
      return used() - before;
    } finally {
      Reference.reachabilityFence(ledger);
    }
  }

  private static InMemoryLedger filled(int scopes) {
    InMemoryLedger ledger = InMemoryLedger.create(List.of(), InstantSource.system());
    for (int i = 0; i < scopes; i++) {
      Scope scope = new Scope("user", "u" + i);
      ledger.put(new Budget(scope, Usd.ofNanos(1_000_000_000_000L + i), new Window.Total()));
    }
    return ledger;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
