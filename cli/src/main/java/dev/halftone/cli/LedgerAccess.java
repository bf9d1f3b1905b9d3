package dev.halftone.cli;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.router.Timers;
import dev.halftone.store.FileLedger;
import dev.halftone.store.LeaseOptions;
import dev.halftone.store.LeasedLedger;
import dev.halftone.store.LedgerFileException;
import dev.halftone.store.LedgerUnavailableException;
import dev.halftone.store.RedisLedger;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Opens and closes the ledger of the configuration, with the budgets of the configuration in force.
 * Waits for disk and network, so it is for commands alone.
 */
final class LedgerAccess {
  private static final String INSTANCE = "cli";

  private LedgerAccess() {}

  /** What a command does with the ledger. */
  @FunctionalInterface
  interface Use<T> {
    T with(BudgetLedger ledger) throws Exception;
  }

  /**
   * Opens the ledger, uses it and closes it.
   *
   * @throws CommandException if it cannot be opened or reached
   */
  static <T> T use(Vertx vertx, Console console, Config config, Use<T> use) throws Exception {
    try {
      BudgetLedger ledger = open(vertx, console.clock(), config);
      try {
        return use.with(ledger);
      } finally {
        close(ledger, console);
      }
    } catch (LedgerFileException | LedgerUnavailableException e) {
      throw new CommandException(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The same for a command that spends, which leases money where the configuration says so.
   *
   * @throws CommandException if it cannot be opened or reached
   */
  static <T> T spend(Vertx vertx, Console console, Config config, Use<T> use) throws Exception {
    LeaseOptions lease =
        config.ledger() instanceof LedgerSettings.Redis redis ? redis.lease() : null;
    if (lease == null) {
      return use(vertx, console, config, use);
    }
    return use(
        vertx,
        console,
        config,
        shared -> {
          LeasedLedger leased =
              LeasedLedger.create(
                  shared, INSTANCE, lease, console.clock(), Timers.of(vertx), new SecureRandom());
          try {
            return use.with(leased);
          } finally {
            close(leased, console);
          }
        });
  }

  private static BudgetLedger open(Vertx vertx, InstantSource clock, Config config)
      throws Exception {
    LedgerSettings settings = config.ledger();
    if (settings instanceof LedgerSettings.File file) {
      return FileLedger.open(file.path(), config.budgets(), clock);
    }
    if (settings instanceof LedgerSettings.Redis redis) {
      return Waiting.await(RedisLedger.connect(vertx, redis.options(), config.budgets()));
    }
    return InMemoryLedger.create(config.budgets(), clock);
  }

  /** A failure to close fails nothing: what was answered is kept. */
  private static void close(BudgetLedger ledger, Console console) {
    try {
      Waiting.await(ledger.close());
    } catch (Exception e) {
      console.err().println("note: the ledger could not be closed: " + e.getMessage());
    }
  }
}
