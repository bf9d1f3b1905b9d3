package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes spend one budget on one real Redis, and are killed at random, as the server is
 * once. {@code -Dhalftone.kill.rounds=100} makes it the long run.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RedisKillTest {
  private static final int ROUNDS = (Integer.getInteger("halftone.kill.rounds", 10) + 1) / 2;
  private static final long SEED = Long.getLong("halftone.kill.seed", 17);
  private static final int PROCESSES = 4;

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private RedisServer server;
  private CallJournal journal;

  @BeforeEach
  void start() {
    server = RedisServer.launch("--appendfsync", "always");
    journal = new CallJournal(Fleet.journal(folder));
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    journal.close();
    server.close();
  }

  @Test
  void fourProcesses_killedAtRandom_spendTheBudgetAndNotMore() throws Exception {
    run(PaidLedger.REDIS, 2_000).checkCalls();
  }

  @Test
  void fourProcesses_leasingAndKilledAtRandom_spendTheBudgetAndNotMore() throws Exception {
    run(PaidLedger.LEASED, 10_000);
  }

  private BooksAudit run(PaidLedger storage, long holdMillis) throws Exception {
    Demand demand = new Demand(100 * ROUNDS, 6, 120, holdMillis);
    BilledCalls book = new BilledCalls(journal);
    BudgetLedger ledger = PaidLedger.redis(vertx, server.url(), demand).await();
    try (Fleet fleet = new Fleet(storage, server.url(), folder, demand, SEED, PROCESSES)) {
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
      audit.checkEnds();
      System.out.println(storage + ", seed " + SEED + ": " + audit.report(run.kills));
      return audit;
    }
  }
}
