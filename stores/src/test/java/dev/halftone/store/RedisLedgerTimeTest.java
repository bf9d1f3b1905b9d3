package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerContract;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The whole contract on a real Redis, where the scripts as they are sent here read a movable clock
 * in place of the server's: nothing that ships can shift the time.
 */
class RedisLedgerTimeTest extends LedgerContract {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static Vertx vertx;
  private static RedisServer server;
  private static RedisScripts scripts;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    server = RedisServer.launch();
    scripts = new RedisScripts(vertx, RedisLedgerOptions.at(server.url()).build());
  }

  @AfterAll
  static void stop() {
    get(vertx.close());
    server.close();
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    RedisLedgerOptions options =
        RedisLedgerOptions.at(server.url()).name("time" + NAMES.incrementAndGet()).build();
    RedisLedger ledger =
        new RedisLedger(
            new Shifted(clock),
            options,
            Timers.of(vertx),
            new Random(1),
            // The client's own idea of the time may be wrong by years.
            InstantSource.fixed(Instant.EPOCH));
    get(ledger.declare(budgets));
    return ledger;
  }

  /** Sends the scripts with the time written into them. */
  private record Shifted(InstantSource clock) implements Scripts {
    @Override
    public Future<List<Object>> run(Script script, List<String> keys, List<String> args) {
      Instant now = clock.instant();
      String time = "{'%d', '%d'}".formatted(now.getEpochSecond(), now.getNano() / 1_000);
      String text = script.text().replace("call('TIME')", time);
      Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
      keys.forEach(request::arg);
      args.forEach(request::arg);
      return scripts.send(request).map(RedisScripts::plainList);
    }

    @Override
    public void disconnect() {
      scripts.disconnect();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }

    @Override
    public String server() {
      return scripts.server();
    }
  }
}
