package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.store.CallJournal.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A process that pays for calls until its input ends, or until it is killed. */
public final class PayingProcess {
  private PayingProcess() {}

  /**
   * Runs one life.
   *
   * @param args the storage, where it is, the journal's path, the life's name, its seed, and the
   *     demand's arguments
   */
  public static void main(String[] args) throws Exception {
    String life = args[3];
    Demand demand = Demand.parse(List.of(args).subList(5, args.length));
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(1));
    try (CallJournal journal = new CallJournal(Path.of(args[2]))) {
      journal.write(Kind.STARTED, life, 0);
      BudgetLedger ledger = PaidLedger.valueOf(args[0]).open(vertx, args[1], life, demand);
      Payer payer =
          new Payer(
              vertx, ledger, journal, life, demand, new SplittableRandom(Long.parseLong(args[4])));
      CompletableFuture<Void> over = new CompletableFuture<>();
      vertx.runOnContext(
          now -> payer.run().onComplete(done -> over.complete(null), over::completeExceptionally));
      if (args[0].equals(PaidLedger.FILE.name())) {
        LedgerWatch watch =
            new LedgerWatch(
                ledger, new BilledCalls(journal), journal, other -> !other.equals(life));
        look(vertx, watch, over);
      }
      Thread input = new Thread(() -> awaitEnd(() -> vertx.runOnContext(now -> payer.stop())));
      input.setDaemon(true);
      input.start();
      over.get();
      ledger.close().await();
    } finally {
      vertx.close().await();
    }
  }

  /** No other process may look at this ledger. */
  private static void look(Vertx vertx, LedgerWatch watch, CompletableFuture<Void> over) {
    vertx
        .timer(20)
        .compose(now -> watch.look())
        .onComplete(done -> look(vertx, watch, over), over::completeExceptionally);
  }

  private static void awaitEnd(Runnable then) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // Nobody is there any more, as at its end.
    }
    then.run();
  }
}
