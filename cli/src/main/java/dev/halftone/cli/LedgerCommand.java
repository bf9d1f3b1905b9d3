package dev.halftone.cli;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.Scope;
import dev.halftone.store.LedgerExport;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows what stands on the budgets, what is in suspense, and how it came to that. */
@CommandLine.Command(
    name = "ledger",
    description = "Shows limits, spent, held and suspended money, and the history of it.",
    sortOptions = false)
final class LedgerCommand extends LedgerSubcommand {
  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  @Option(names = "--history", description = "Print what happened, oldest first.")
  boolean history;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Of the history, only what concerns this scope.")
  @Nullable String scope;

  @Option(names = "--id", paramLabel = "ID", description = "Of the history, only this hold.")
  @Nullable String id;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Of the history, only what happened then or later: 2026-11-20T09:00:00Z.")
  @Nullable String from;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Write the history to FILE.csv, FILE.json or FILE.jsonl.")
  @Nullable String export;

  LedgerCommand(Console console) {
    super(console);
  }

  @Override
  Exit run(BudgetLedger ledger, Config config) throws Exception {
    if (!config.ledger().outlivesTheCommand()) {
      console().err().println("note: " + MEMORY);
    }
    LedgerHistory lines = new LedgerHistory(ledger, query());
    if (export != null) {
      LedgerExport form = Arguments.read("--export", export, LedgerHistory::form);
      long written = lines.export(form, console().resolve(Path.of(export)));
      console().err().printf("%d lines written to %s%n", written, export);
      return Exit.DONE;
    }
    if (history) {
      if (json) {
        lines.printJson(console().out());
      } else {
        lines.print(console().out());
      }
      return Exit.DONE;
    }
    LedgerView view =
        new LedgerView(
            config.ledger(), Waiting.await(ledger.budgets()), Waiting.await(ledger.suspended()));
    console().out().print(json ? Json.text(view.json()) + System.lineSeparator() : view.text());
    return Exit.DONE;
  }

  private HistoryQuery query() {
    if (!history && export == null && (scope != null || id != null || from != null)) {
      throw CommandException.usage("--scope, --id and --from: they need --history or --export");
    }
    HistoryQuery query = HistoryQuery.all();
    if (scope != null) {
      query = query.scope(Arguments.read("--scope", scope, Scope::parse));
    }
    if (id != null) {
      query = query.id(id);
    }
    return from == null
        ? query
        : query.from(Arguments.read("--from", from, LedgerCommand::instant));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' is not an instant; write it like 2026-11-20T09:00:00Z".formatted(text), e);
    }
  }
}
