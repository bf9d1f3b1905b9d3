package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.BudgetLedger;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes spend one budget on one real Redis, and are killed at random, as the server is
 * once. {@code -Dhalftone.kill.rounds=100} makes it the long run.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RedisKillTest {
  private static final int ROUNDS = Integer.getInteger("halftone.kill.rounds", 10);
  private static final long SEED = Long.getLong("halftone.kill.seed", 17);
  private static final int PROCESSES = 4;

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void fourProcesses_killedAtRandom_spendTheBudgetAndNotMore() throws Exception {
    Demand demand = new Demand(80 * ROUNDS, 6, 160, 2_000);
    try (RedisServer server = RedisServer.launch("--appendfsync", "always");
        CallJournal journal = new CallJournal(Fleet.journal(folder))) {
      BudgetLedger ledger = PaidLedger.redis(vertx, server.url(), demand).await();
      CallBook book = new CallBook(journal);
      try (Fleet fleet =
          new Fleet(PaidLedger.REDIS, server.url(), folder, demand, SEED, PROCESSES)) {
        LedgerWatch watch = new LedgerWatch(ledger, book, journal, fleet::isDead);
        KillRun run = new KillRun(vertx, fleet, book, demand, new Random(SEED), watch::look);
        run.run(
            ROUNDS,
            PROCESSES,
            () -> {
              server.kill();
              server.start();
            });
        BooksAudit audit = new BooksAudit(ledger, book);
        audit.awaitNothingOpen(vertx, watch);
        audit.checkSums();
        audit.checkCalls();
        System.out.printf(
            "%d requests for $%s (seed %d), %d kills and one of the server: $%s billed and spent"
                + " of $%s, %d samples without overspend, no hold lost; of holds whose owner was"
                + " killed, %d were billed, %d not%n",
            book.requests,
            book.asked(),
            SEED,
            run.kills,
            book.billed(),
            demand.limit(),
            book.samples,
            audit.orphansBilled,
            audit.orphansFree);
        assertThat(audit.orphansBilled).as("killed between call and settle").isPositive();
        assertThat(audit.orphansFree).as("killed between hold and call").isPositive();
      }
    }
  }
}
