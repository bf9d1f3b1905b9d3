package dev.halftone.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Kills processes at moments drawn from a seed, spread over the time in which the budget is spent,
 * until the rest of the demand is refused.
 */
final class KillRun {
  private static final int MOST_TIMES = 10 * Demand.TIMES;
  private static final int PAUSE_MILLIS = 5;

  /** Beyond it there may be too little room left for a process to become active. */
  private static final long LAST_PERCENT = 95;

  private final Vertx vertx;
  private final Fleet fleet;
  private final BilledCalls book;
  private final Demand demand;
  private final Random random;
  private final Supplier<Future<Void>> look;
  int kills;

  KillRun(
      Vertx vertx,
      Fleet fleet,
      BilledCalls book,
      Demand demand,
      Random random,
      Supplier<Future<Void>> look) {
    this.vertx = vertx;
    this.fleet = fleet;
    this.book = book;
    this.demand = demand;
    this.random = random;
    this.look = look;
  }

  /**
   * Runs to the end.
   *
   * @param rounds how many processes are killed at least; about every fourth of those that follow
   *     is killed as soon as it opens its ledger
   * @param size how many processes there are
   * @param also done once, when half of the kills are
   */
  void run(int rounds, int size, Runnable also) throws Exception {
    for (int round = 0; round < rounds; round++) {
      long step = demand.limit().nanos() / 100 * LAST_PERCENT / rounds;
      long moment = round * step + random.nextLong(step);
      int victim = random.nextInt(size);
      while (book.billed().nanos() < moment || !isWorthIt(victim)) {
        pass();
      }
      replace(victim);
      if (random.nextInt(4) == 0) {
        while (!book.hasStarted(fleet.life(victim))) {
          pass();
        }
        replace(victim);
      }
      if (round == rounds / 2) {
        also.run();
      }
    }
    while (book.asked().compareTo(demand.limit().times(Demand.TIMES)) < 0 || !book.isUsedUp()) {
      pass();
    }
    fleet.stop();
  }

  private boolean isWorthIt(int victim) {
    return book.isActive(fleet.life(victim))
        || book.billed().nanos() > demand.limit().nanos() / 100 * LAST_PERCENT;
  }

  private void replace(int victim) throws InterruptedException {
    fleet.replace(victim);
    kills++;
  }

  private void pass() {
    fleet.checkAlive();
    book.read();
    look.get().await();
    if (book.asked().isMoreThan(demand.limit().times(MOST_TIMES))) {
      throw new AssertionError("asked for $%s in vain".formatted(book.asked()));
    }
    vertx.timer(PAUSE_MILLIS).await();
  }
}
