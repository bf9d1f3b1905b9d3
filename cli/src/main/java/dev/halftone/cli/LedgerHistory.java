package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.store.LedgerExport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.StringJoiner;

/** The history of a ledger for a person or a program, page by page, however long it is. */
final class LedgerHistory {
  private final BudgetLedger ledger;
  private final HistoryQuery query;

  LedgerHistory(BudgetLedger ledger, HistoryQuery query) {
    this.ledger = ledger;
    this.query = query;
  }

  /** The form that a file is exported in, by the end of its name. */
  static LedgerExport form(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return LedgerExport.CSV;
    }
    if (name.endsWith(".jsonl")) {
      return LedgerExport.JSON_LINES;
    }
    if (name.endsWith(".json")) {
      return LedgerExport.JSON_ARRAY;
    }
    throw new IllegalArgumentException("'%s' ends in none of .csv, .json, .jsonl".formatted(file));
  }

  /**
   * Writes it to a file, which is replaced only once all is written.
   *
   * @return how many lines there were
   */
  long export(LedgerExport form, Path file) throws Exception {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long lines;
      try (Writer out = Files.newBufferedWriter(part)) {
        lines = Waiting.await(form.write(ledger, query, out));
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return lines;
    } catch (IOException e) {
      throw CommandException.usage("--export: '%s' cannot be written: %s".formatted(file, e));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** One document: a list of lines. */
  void printJson(PrintStream out) throws Exception {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    Waiting.await(LedgerExport.JSON_ARRAY.write(ledger, query, writer));
  }

  void print(PrintStream out) throws Exception {
    String next = null;
    do {
      HistoryPage page = Waiting.await(ledger.history(query.after(next)));
      if (next == null && page.entries().isEmpty()) {
        out.println("no history");
      }
      page.entries().forEach(entry -> out.println(line(entry)));
      next = page.next();
    } while (next != null);
  }

  private static String line(LedgerEntry entry) {
    StringJoiner line = new StringJoiner("  ");
    line.add(entry.at().toString());
    line.add(entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    Budget budget = entry.budget();
    if (budget != null) {
      line.add(budget.scope() + " " + budget.window());
      line.add("limit " + Dollars.exact(entry.amount()));
      return line.toString();
    }
    line.add(Plain.text(entry.id()));
    StringJoiner scopes = new StringJoiner(" ");
    entry.scopes().forEach(scope -> scopes.add(scope.toString()));
    line.add(scopes.toString());
    line.add("held " + Dollars.exact(entry.amount()));
    if (ends(entry.kind())) {
      line.add("charged " + Dollars.exact(entry.charged()));
    }
    if (!entry.overrun().isZero()) {
      line.add("overrun " + Dollars.exact(entry.overrun()));
    }
    if (entry.origin() != null) {
      line.add("part of " + Plain.text(entry.origin()));
    }
    return line.toString();
  }

  private static boolean ends(LedgerEntry.Kind kind) {
    return switch (kind) {
      case SETTLED, RELEASED, RESOLVED -> true;
      case BUDGET_SET, BUDGET_REMOVED, RESERVED, EXTENDED, CARVED, SUSPENDED, EXPIRED -> false;
    };
  }
}
