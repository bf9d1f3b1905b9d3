package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process spends a budget of which the ledger is a file, and is killed at random and restarted,
 * at times while it opens the file. It looks at the ledger and resolves suspense by itself, since
 * no other may. {@code -Dhalftone.kill.rounds=100} makes it the long run.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FileKillTest {
  private static final int ROUNDS = Integer.getInteger("halftone.kill.rounds", 10);
  private static final long SEED = Long.getLong("halftone.kill.seed", 17);

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void oneProcess_killedAndRestarted_spendsTheBudgetAndNotMore() throws Exception {
    Demand demand = new Demand(30 * ROUNDS, 12, 80, 3_600_000);
    Path file = folder.resolve("ledger.db");
    try (CallJournal journal = new CallJournal(Fleet.journal(folder))) {
      BilledCalls book = new BilledCalls(journal);
      try (Fleet fleet = new Fleet(PaidLedger.FILE, file.toString(), folder, demand, SEED, 1)) {
        KillRun run =
            new KillRun(vertx, fleet, book, demand, new Random(SEED), Future::succeededFuture);
        run.run(ROUNDS, 1, () -> {});
        BudgetLedger ledger = PaidLedger.FILE.open(vertx, file.toString(), "", demand);
        LedgerWatch watch = new LedgerWatch(ledger, book, journal, fleet::isDead);
        BooksAudit audit = new BooksAudit(ledger, book);
        audit.awaitNothingOpen(vertx, watch);
        audit.checkSums();
        audit.checkEnds();
        audit.checkCalls();
        System.out.println("file, seed " + SEED + ": " + audit.report(run.kills));
        ledger.close().await();
      }
    }
  }
}
