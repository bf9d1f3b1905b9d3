package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerContract;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
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
  private static LaunchedRedis redis;

  @BeforeAll
  static void start() {
    redis = LaunchedRedis.launch();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    RedisLedger ledger =
        new RedisLedger(
            new Shifted(clock),
            redis.options("time" + NAMES.incrementAndGet()),
            Timers.of(redis.vertx()),
            new Random(1),
            // The client's own idea of the time may be wrong by years.
            InstantSource.fixed(Instant.EPOCH));
    get(ledger.declare(budgets));
    return ledger;
  }

  /** Sends the scripts with the time written into them. */
  private static final class Shifted extends ForwardingScripts {
    private final InstantSource clock;

    Shifted(InstantSource clock) {
      super(redis.scripts());
      this.clock = clock;
    }

    @Override
    public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
      Instant now = clock.instant();
      String time = "{'%d', '%d'}".formatted(now.getEpochSecond(), now.getNano() / 1_000);
      String text = Script.TEXT.replace("call('TIME')", time);
      Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
      keys.forEach(request::arg);
      request.arg(step.name());
      args.forEach(request::arg);
      return redis.scripts().send(request).map(RedisScripts::plainList);
    }

    /** The connection is every test's. */
    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}
