package dev.halftone.cli;

import dev.halftone.store.LeaseOptions;
import dev.halftone.store.RedisLedgerOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the configuration keeps the ledger. Never shows a password. */
sealed interface LedgerSettings {
  /** Ends with the command. */
  record Memory() implements LedgerSettings {
    @Override
    public String type() {
      return "memory";
    }

    @Override
    public String toString() {
      return "in memory";
    }
  }

  /**
   * In one file, for one process at a time.
   *
   * @param path where it is; it need not exist
   */
  record File(Path path) implements LedgerSettings {
    @Override
    public String type() {
      return "file";
    }

    @Override
    public String toString() {
      return "file " + path;
    }
  }

  /**
   * In Redis, for as many processes as there are.
   *
   * @param lease how commands that spend lease money from it, or null to ask it at every step
   */
  record Redis(RedisLedgerOptions options, @Nullable LeaseOptions lease) implements LedgerSettings {
    @Override
    public String type() {
      return "redis";
    }

    @Override
    public String toString() {
      return "redis %s, named %s".formatted(options.server(), options.name());
    }
  }

  /** What the configuration calls it. */
  String type();

  /** Whether it is there for the next command. */
  default boolean outlivesTheCommand() {
    return !(this instanceof Memory);
  }
}
