package dev.halftone.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes the history of any ledger as a table or as JSON, page by page, so that a million lines
 * need the memory of one page. Money is a decimal string of US dollars, time is ISO 8601 in UTC.
 *
 * <p>Thread-safe; every export writes to a writer of its caller, which it flushes and does not
 * close, on the threads on which the ledger's futures complete. A writer that fails ends the export
 * with its {@link IOException}. Lines that come while it runs may be in it or not.
 */
public enum LedgerExport {
  /**
   * RFC 4180, with a header. A text that a spreadsheet would take for a formula begins with an
   * apostrophe.
   */
  CSV {
    @Override
    void begin(Writer out) throws IOException {
      out.write(String.join(",", COLUMNS) + CRLF);
    }

    @Override
    void line(Writer out, LedgerEntry entry, boolean first) throws IOException {
      Budget budget = entry.budget();
      List<String> fields =
          List.of(
              entry.at().toString(),
              kind(entry),
              safe(entry.id()),
              entry.scopes().stream().map(Scope::toString).collect(Collectors.joining(" ")),
              entry.amount().toString(),
              entry.charged().toString(),
              safe(entry.origin() == null ? "" : entry.origin()),
              budget == null ? "" : budget.window().toString(),
              budget == null ? "" : percents(budget));
      out.write(fields.stream().map(LedgerExport::quoted).collect(Collectors.joining(",")) + CRLF);
    }
  },

  /** One JSON object a line. */
  JSON_LINES {
    @Override
    void line(Writer out, LedgerEntry entry, boolean first) throws IOException {
      object(out, entry);
      out.write('\n');
    }
  },

  /** One JSON array of objects. */
  JSON_ARRAY {
    @Override
    void begin(Writer out) throws IOException {
      out.write("[");
    }

    @Override
    void line(Writer out, LedgerEntry entry, boolean first) throws IOException {
      out.write(first ? "\n" : ",\n");
      object(out, entry);
    }

    @Override
    void end(Writer out) throws IOException {
      out.write("\n]\n");
    }
  };

  private static final String[] COLUMNS = {
    "at", "kind", "id", "scopes", "amount", "charged", "origin", "window", "warn_at_percent"
  };
  private static final String CRLF = "\r\n";
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  /**
   * Writes every line that the query wants, from its cursor on.
   *
   * @param query how many lines a page has is its {@code atMost}
   * @return how many lines were written
   */
  public Future<Long> write(BudgetLedger ledger, HistoryQuery query, Writer out) {
    Promise<Long> written = Promise.promise();
    try {
      begin(out);
      pages(ledger.history(query), ledger, query, out, 0, written);
    } catch (IOException e) {
      written.fail(e);
    }
    return written.future();
  }

  /** A loop while pages are there at once, so that many of them need no deep stack. */
  private void pages(
      Future<HistoryPage> first,
      BudgetLedger ledger,
      HistoryQuery query,
      Writer out,
      long before,
      Promise<Long> written)
      throws IOException {
    long count = before;
    HistoryQuery now = query;
    Future<HistoryPage> next = first;
    while (true) {
      Future<HistoryPage> page = next;
      if (!page.isComplete()) {
        HistoryQuery asked = now;
        long soFar = count;
        page.onComplete(done -> goOn(page, ledger, asked, out, soFar, written));
        return;
      }
      if (page.failed()) {
        written.fail(page.cause());
        return;
      }
      count = page(page.result(), out, count);
      if (page.result().next() == null) {
        end(out);
        out.flush();
        written.complete(count);
        return;
      }
      now = now.after(page.result().next());
      next = ledger.history(now);
    }
  }

  private void goOn(
      Future<HistoryPage> first,
      BudgetLedger ledger,
      HistoryQuery query,
      Writer out,
      long before,
      Promise<Long> written) {
    try {
      pages(first, ledger, query, out, before, written);
    } catch (IOException | RuntimeException e) {
      written.fail(e);
    }
  }

  private long page(HistoryPage page, Writer out, long before) throws IOException {
    long written = before;
    for (LedgerEntry entry : page.entries()) {
      line(out, entry, written == 0);
      written++;
    }
    return written;
  }

  void begin(Writer out) throws IOException {}

  abstract void line(Writer out, LedgerEntry entry, boolean first) throws IOException;

  void end(Writer out) throws IOException {}

  private static void object(Writer out, LedgerEntry entry) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      json.writeStringField("at", entry.at().toString());
      json.writeStringField("kind", kind(entry));
      json.writeStringField("id", entry.id());
      json.writeArrayFieldStart("scopes");
      for (Scope scope : entry.scopes()) {
        json.writeString(scope.toString());
      }
      json.writeEndArray();
      json.writeStringField("amount", entry.amount().toString());
      json.writeStringField("charged", entry.charged().toString());
      json.writeStringField("origin", entry.origin());
      Budget budget = entry.budget();
      if (budget == null) {
        json.writeNullField("budget");
      } else {
        json.writeObjectFieldStart("budget");
        json.writeStringField("scope", budget.scope().toString());
        json.writeStringField("limit", budget.limit().toString());
        json.writeStringField("window", budget.window().toString());
        json.writeArrayFieldStart("warn_at_percent");
        for (int percent : budget.warnAtPercent()) {
          json.writeNumber(percent);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }

  private static String kind(LedgerEntry entry) {
    return entry.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String percents(Budget budget) {
    return budget.warnAtPercent().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String safe(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
