package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every ledger must do while many threads use it. The promise is watched from outside, by sums
 * of this test's own, and from inside, by a thread that reads the ledger all the time.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LedgerConcurrencyContract {
  private static final int THREADS = 8;
  private static final Window TOTAL = new Window.Total();
  private static final Scope HOT = Scope.parse("team:hot");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:00:00Z"));

  /** Makes a ledger with these limits on which nothing stands yet. */
  protected abstract BudgetLedger ledger(List<Budget> budgets, InstantSource clock);

  private BudgetLedger hot(long limit) {
    return ledger(List.of(new Budget(HOT, Usd.ofNanos(limit), TOTAL)), clock);
  }

  /** How many holds each thread tries. */
  protected abstract int rounds();

  @Test
  public void hotBudget_farTooSmall_isNeverOverspent() throws Exception {
    long limit = 1_000L * rounds();
    BudgetLedger ledger = hot(limit);
    AtomicLong committed = new AtomicLong();
    AtomicLong spent = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    watched(
        ledger,
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < rounds(); round++) {
            String id = thread + "-" + round;
            long amount = limit / 5 + random.nextInt(1_000);
            if (reserve(ledger, id, List.of(HOT), amount)) {
              assertThat(committed.addAndGet(amount)).isLessThanOrEqualTo(limit);
              long charged = end(ledger, id, amount, random, committed);
              spent.addAndGet(charged);
            } else {
              refused.incrementAndGet();
            }
          }
        });
    BudgetState state = LedgerHarness.get(ledger.budgets()).get(0);
    assertThat(state.spent()).isEqualTo(Usd.ofNanos(spent.get()));
    assertThat(state.held()).isEqualTo(Usd.ZERO);
    assertThat(state.suspense()).isEqualTo(Usd.ZERO);
    assertThat(state.refusals()).isEqualTo(refused.get()).isPositive();
    assertThat(spent.get()).isPositive();
  }

  @Test
  public void overlappingScopes_inAnyOrder_areChargedAllOrNoneWithoutDeadlock() throws Exception {
    List<Scope> scopes = IntStream.range(0, 8).mapToObj(i -> new Scope("team", "t" + i)).toList();
    List<Budget> budgets = new ArrayList<>();
    for (int i = 0; i < scopes.size(); i++) {
      // The first are full half-way, the last never; all are refused now and then.
      Usd limit = Usd.ofNanos((i + 1) * (1_500L + rounds() / 8));
      budgets.add(new Budget(scopes.get(i), limit, TOTAL));
    }
    BudgetLedger ledger = ledger(budgets, clock);
    AtomicLongArray spent = new AtomicLongArray(scopes.size());
    AtomicLong refused = new AtomicLong();
    watched(
        ledger,
        thread -> {
          Random random = new Random(thread);
          List<Scope> order = new ArrayList<>(scopes);
          for (int round = 0; round < rounds(); round++) {
            Collections.shuffle(order, random);
            List<Scope> chosen = List.copyOf(order.subList(0, 1 + random.nextInt(8)));
            String id = thread + "-" + round;
            long amount = 1L + random.nextInt(1_000);
            if (reserve(ledger, id, chosen, amount)) {
              long charged = end(ledger, id, amount, random, new AtomicLong());
              chosen.forEach(scope -> spent.addAndGet(scopes.indexOf(scope), charged));
            } else {
              refused.incrementAndGet();
            }
          }
        });
    List<BudgetState> states = LedgerHarness.get(ledger.budgets());
    for (int i = 0; i < states.size(); i++) {
      assertThat(states.get(i).spent()).isEqualTo(Usd.ofNanos(spent.get(i)));
      assertThat(states.get(i).held()).isEqualTo(Usd.ZERO);
      assertThat(states.get(i).suspense()).isEqualTo(Usd.ZERO);
    }
    assertThat(states.stream().mapToLong(BudgetState::refusals).sum())
        .isEqualTo(refused.get())
        .isPositive();
  }

  @Test
  public void oneId_manyThreads_isHeldOnceAndEndedOnce() throws Exception {
    BudgetLedger ledger = hot(Long.MAX_VALUE);
    int ids = Math.max(1, rounds() / 10);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    AtomicLongArray applied = new AtomicLongArray(ids);
    AtomicLongArray held = new AtomicLongArray(ids);
    onManyThreads(
        thread -> {
          for (int i = 0; i < ids; i++) {
            together.await(20, TimeUnit.SECONDS);
            assertThat(reserve(ledger, "id" + i, List.of(HOT), 10)).isTrue();
            together.await(20, TimeUnit.SECONDS);
            if (thread == 0) {
              held.set(i, LedgerHarness.get(ledger.budgets()).get(0).held().nanos());
            }
            together.await(20, TimeUnit.SECONDS);
            Ending ending = endSomehow(ledger, "id" + i, thread);
            assertThat(ending).isNotEqualTo(Ending.UNKNOWN);
            applied.addAndGet(i, ending == Ending.APPLIED ? 1 : 0);
            together.await(20, TimeUnit.SECONDS);
            if (thread == 0) {
              ledger.resolve("id" + i, Usd.ZERO);
            }
          }
        });
    for (int i = 0; i < ids; i++) {
      assertThat(held.get(i)).isEqualTo(10);
      assertThat(applied.get(i)).isEqualTo(1);
    }
    assertThat(LedgerHarness.get(ledger.budgets()).get(0).committed().nanos())
        .isLessThanOrEqualTo(ids * 10L);
  }

  @Test
  public void holds_extendedAndCarvedWhileOthersReserve_areNeverOverspent() throws Exception {
    long limit = 1_000L * rounds();
    BudgetLedger ledger = hot(limit);
    AtomicLong committed = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    watched(
        ledger,
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < rounds(); round++) {
            String id = thread + "-" + round;
            long amount = limit / 9 + random.nextInt(1_000);
            if (!reserve(ledger, id, List.of(HOT), amount)) {
              refused.incrementAndGet();
              continue;
            }
            assertThat(committed.addAndGet(amount)).isLessThanOrEqualTo(limit);
            if (extend(ledger, id, 2 * amount)) {
              assertThat(committed.addAndGet(amount)).isLessThanOrEqualTo(limit);
              amount *= 2;
            } else {
              refused.incrementAndGet();
            }
            assertThat(carve(ledger, id, id + "/part", amount / 3)).isTrue();
            end(ledger, id, amount - amount / 3, random, committed);
            end(ledger, id + "/part", amount / 3, random, committed);
          }
        });
    BudgetState state = LedgerHarness.get(ledger.budgets()).get(0);
    assertThat(state.spent()).isEqualTo(Usd.ofNanos(committed.get()));
    assertThat(state.committed()).isEqualTo(state.spent());
    assertThat(refused.get()).isPositive();
  }

  @Test
  public void oneHold_changedAndEndedByManyThreads_endsOnceAndSoDoesEachPart() throws Exception {
    BudgetLedger ledger = hot(Long.MAX_VALUE);
    int ids = Math.max(1, rounds() / 10);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    AtomicLongArray applied = new AtomicLongArray(ids);
    AtomicLong spent = new AtomicLong();
    onManyThreads(
        thread -> {
          for (int i = 0; i < ids; i++) {
            String id = "id" + i;
            assertThat(reserve(ledger, id, List.of(HOT), 100)).isTrue();
            together.await(20, TimeUnit.SECONDS);
            if (thread < 3) {
              String part = id + "/" + thread;
              if (carve(ledger, id, part, 10)) {
                assertThat(LedgerHarness.get(ledger.settle(part, Usd.ofNanos(3))))
                    .isEqualTo(Ending.APPLIED);
                spent.addAndGet(3);
              }
            } else if (thread < 5) {
              extend(ledger, id, 100L + thread);
            } else {
              long charged = thread == 5 ? 0 : 50 + thread;
              Ending ending = LedgerHarness.get(ledger.settle(id, Usd.ofNanos(charged)));
              assertThat(ending).isNotEqualTo(Ending.UNKNOWN);
              applied.addAndGet(i, ending == Ending.APPLIED ? 1 : 0);
              spent.addAndGet(ending == Ending.APPLIED ? charged : 0);
            }
            together.await(20, TimeUnit.SECONDS);
          }
        });
    for (int i = 0; i < ids; i++) {
      assertThat(applied.get(i)).as("endings of id%d", i).isEqualTo(1);
    }
    BudgetState state = LedgerHarness.get(ledger.budgets()).get(0);
    assertThat(state.spent()).isEqualTo(Usd.ofNanos(spent.get()));
    assertThat(state.committed()).isEqualTo(state.spent());
  }

  @Test
  public void limit_putAndRemovedWhileOthersPay_losesNoHoldAndNoCharge() throws Exception {
    long limit = 1_000L * rounds();
    BudgetLedger ledger = hot(limit);
    Window day = new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC);
    AtomicLong committed = new AtomicLong();
    AtomicLong held = new AtomicLong();
    watched(
        ledger,
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < rounds(); round++) {
            if (thread == 0) {
              Usd other = Usd.ofNanos(random.nextLong(limit));
              LedgerHarness.get(ledger.put(new Budget(HOT, other, day)));
            } else if (thread == 1) {
              LedgerHarness.get(ledger.remove(HOT, day));
            } else {
              String id = thread + "-" + round;
              long amount = limit / 9 + random.nextInt(1_000);
              if (reserve(ledger, id, List.of(HOT), amount)) {
                held.incrementAndGet();
                assertThat(committed.addAndGet(amount)).isLessThanOrEqualTo(limit);
                end(ledger, id, amount, random, committed);
              }
            }
          }
        });
    LedgerHarness.get(ledger.remove(HOT, day));
    List<BudgetState> states = LedgerHarness.get(ledger.budgets());
    assertThat(states).hasSize(1);
    assertThat(states.get(0).spent()).isEqualTo(Usd.ofNanos(committed.get()));
    assertThat(states.get(0).committed()).isEqualTo(states.get(0).spent());
    assertThat(held.get()).isPositive();
    LedgerHarness.get(ledger.put(new Budget(HOT, Usd.ZERO, day)));
    assertThat(reserve(ledger, "after", List.of(HOT), 1)).isFalse();
  }

  private static boolean extend(BudgetLedger ledger, String id, long amount) {
    return LedgerHarness.get(ledger.extend(id, Usd.ofNanos(amount), Duration.ofHours(1)))
        instanceof HoldChange.Changed;
  }

  private static boolean carve(BudgetLedger ledger, String id, String part, long amount) {
    return LedgerHarness.get(ledger.carve(id, part, Usd.ofNanos(amount)))
        instanceof HoldChange.Changed;
  }

  private static Ending endSomehow(BudgetLedger ledger, String id, int thread) {
    return LedgerHarness.get(
        switch (thread % 3) {
          case 0 -> ledger.settle(id, Usd.ofNanos(10));
          case 1 -> ledger.release(id);
          default -> ledger.suspend(id);
        });
  }

  private static boolean reserve(BudgetLedger ledger, String id, List<Scope> scopes, long amount) {
    return LedgerHarness.get(ledger.reserve(id, scopes, Usd.ofNanos(amount)))
        instanceof Reservation.Held;
  }

  /** Ends a hold in one of four ways; what it was not charged leaves {@code committed} first. */
  private static long end(
      BudgetLedger ledger, String id, long amount, Random random, AtomicLong committed) {
    long charged = random.nextInt(10) == 0 ? random.nextLong(amount + 1) / 100 : 0;
    committed.addAndGet(charged - amount);
    List<Ending> endings =
        switch (random.nextInt(3)) {
          case 0 ->
              List.of(
                  LedgerHarness.get(ledger.suspend(id)),
                  LedgerHarness.get(ledger.resolve(id, Usd.ofNanos(charged))));
          case 1 -> {
            committed.addAndGet(-charged);
            charged = 0;
            yield List.of(LedgerHarness.get(ledger.release(id)));
          }
          default -> List.of(LedgerHarness.get(ledger.settle(id, Usd.ofNanos(charged))));
        };
    assertThat(endings).containsOnly(Ending.APPLIED);
    return charged;
  }

  /** Something that one of the threads does. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  private void watched(BudgetLedger ledger, Work work) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService observer = Executors.newSingleThreadExecutor();
    Future<Long> looks =
        observer.submit(
            () -> {
              long count = 0;
              do {
                for (BudgetState state : LedgerHarness.get(ledger.budgets())) {
                  // Limits over other windows are put while money stands on the scope.
                  if (state.budget().window().equals(TOTAL)) {
                    assertThat(state.committed()).isLessThanOrEqualTo(state.budget().limit());
                  }
                }
                count++;
              } while (!done.get());
              return count;
            });
    observer.shutdown();
    try {
      onManyThreads(work);
    } finally {
      done.set(true);
    }
    assertThat(looks.get(20, TimeUnit.SECONDS)).isPositive();
  }

  private static void onManyThreads(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Object>> tasks =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      Executors.callable(
                          () -> {
                            try {
                              work.run(thread);
                            } catch (Exception e) {
                              throw new IllegalStateException(e);
                            }
                          }))
              .toList();
      for (Future<Object> task : threads.invokeAll(tasks, 100, TimeUnit.SECONDS)) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
