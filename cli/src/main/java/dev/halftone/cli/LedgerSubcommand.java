package dev.halftone.cli;

import dev.halftone.budget.BudgetLedger;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command about the ledger of the configuration: opens it, and closes it in the end. */
abstract class LedgerSubcommand extends Command {
  /** What is to be told wherever somebody asks for what memory cannot give. */
  static final String MEMORY =
      "the ledger is in memory: nothing of an earlier command is there, and nothing of this one"
          + " stays; ledger: { type: file, path: ledger.db } keeps it";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; halftone.yaml where that exists.")
  @Nullable String configFile;

  LedgerSubcommand(Console console) {
    super(console);
  }

  @Override
  final Exit run() throws Exception {
    Config config = ConfigReader.find(console(), configFile);
    if (config == null) {
      throw CommandException.usage(
          "there is no halftone.yaml here, which says where the ledger is; name one with --config");
    }
    Vertx vertx = Waiting.vertx();
    try {
      return LedgerAccess.use(vertx, console(), config, ledger -> run(ledger, config));
    } finally {
      Waiting.await(vertx.close());
    }
  }

  /** Does what the command is for; a failure of the ledger may be thrown as it is. */
  abstract Exit run(BudgetLedger ledger, Config config) throws Exception;

  /** Refuses a change that would be gone with this command. */
  static void checkStays(Config config) {
    if (!config.ledger().outlivesTheCommand()) {
      throw CommandException.usage(MEMORY);
    }
  }
}
