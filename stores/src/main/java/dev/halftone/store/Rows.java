package dev.halftone.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.halftone.budget.Budget;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger's values are written in its file: as JSON, money in whole nano-dollars and time in
 * milliseconds, so that any SQLite shell can read it. Pure. Text that is not of this form throws
 * {@link IllegalArgumentException}.
 */
final class Rows {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
  private static final ObjectReader READ_LINES = JSON.readerFor(LineRow[].class);

  private static final int LINE_BYTES = 192;

  private Rows() {}

  record BudgetRow(String scope, long limit, String window, List<Integer> warn) {
    static BudgetRow of(Budget budget) {
      return new BudgetRow(
          budget.scope().toString(),
          budget.limit().nanos(),
          budget.window().toString(),
          budget.warnAtPercent());
    }

    Budget budget() {
      int space = window.indexOf(' ');
      Window parsed =
          space < 0
              ? Window.parse(window, ZoneOffset.UTC)
              : Window.parse(window.substring(0, space), ZoneId.of(window.substring(space + 1)));
      return new Budget(Scope.parse(scope), Usd.ofNanos(limit), parsed, warn);
    }
  }

  record LineRow(
      long at,
      String kind,
      String id,
      List<String> scopes,
      long amount,
      long charged,
      @Nullable Long until,
      @Nullable String origin,
      @Nullable BudgetRow budget) {
    Line line() {
      return new Line(
          new LedgerEntry(
              Instant.ofEpochMilli(at),
              LedgerEntry.Kind.valueOf(kind),
              id,
              parsed(scopes),
              Usd.ofNanos(amount),
              Usd.ofNanos(charged),
              origin,
              budget == null ? null : budget.budget()),
          until == null ? 0 : until);
    }
  }

  record TallyRow(BudgetRow budget, Tally.Sums sums, List<Long> warned, List<Tally.Slice> slices) {}

  record HoldRow(
      OpenHold.State state,
      long amount,
      long first,
      List<String> scopes,
      List<Long> budgets,
      long reserved,
      long until,
      long since,
      long block,
      @Nullable String origin) {}

  /** What the tables say as a whole. */
  record Meta(long block, long latest, long nextSeq, long checksum) {}

  /** UTF-8, as {@link LineRow} is read; without a row for each, since every step is written. */
  static byte[] lines(List<Line> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(LINE_BYTES * lines.size());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (Line line : lines) {
        write(line, json);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Line line, JsonGenerator json) throws IOException {
    LedgerEntry entry = line.entry();
    json.writeStartObject();
    json.writeNumberField("at", line.atMillis());
    json.writeStringField("kind", entry.kind().name());
    json.writeStringField("id", entry.id());
    json.writeArrayFieldStart("scopes");
    for (Scope scope : entry.scopes()) {
      json.writeString(scope.toString());
    }
    json.writeEndArray();
    json.writeNumberField("amount", entry.amount().nanos());
    json.writeNumberField("charged", entry.charged().nanos());
    if (line.untilMillis() != 0) {
      json.writeNumberField("until", line.untilMillis());
    }
    if (entry.origin() != null) {
      json.writeStringField("origin", entry.origin());
    }
    if (entry.budget() != null) {
      json.writePOJOField("budget", BudgetRow.of(entry.budget()));
    }
    json.writeEndObject();
  }

  static List<Line> lines(String text) {
    try {
      LineRow[] rows = READ_LINES.readValue(text);
      List<Line> lines = new ArrayList<>(rows.length);
      for (LineRow row : rows) {
        lines.add(row.line());
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String tally(Tally tally) {
    return text(
        new TallyRow(
            BudgetRow.of(tally.budget()),
            tally.sums(),
            Arrays.stream(tally.warnedAtMillis()).boxed().toList(),
            List.of(tally.slices())));
  }

  static Tally tally(long seq, String text) {
    TallyRow row = value(text, TallyRow.class);
    Tally tally = new Tally(seq, row.budget().budget());
    tally.restore(
        row.sums(),
        row.warned().stream().mapToLong(Long::longValue).toArray(),
        row.slices().toArray(Tally.Slice[]::new));
    return tally;
  }

  static String hold(OpenHold hold) {
    return text(
        new HoldRow(
            hold.state,
            hold.amount,
            hold.birth.amount(),
            names(hold.birth.scopes()),
            hold.tallies.stream().map(tally -> tally.seq).toList(),
            hold.reservedAtMillis,
            hold.untilMillis,
            hold.sinceMillis,
            hold.block,
            hold.birth.origin()));
  }

  static OpenHold hold(String id, String text, Map<Long, Tally> tallies) {
    HoldRow row = value(text, HoldRow.class);
    List<Tally> charged = new ArrayList<>();
    for (Long seq : row.budgets()) {
      Tally tally = tallies.get(seq);
      if (tally != null) {
        charged.add(tally);
      }
    }
    Birth birth = new Birth(id, parsed(row.scopes()), row.first(), row.origin());
    OpenHold hold = new OpenHold(birth, charged, row.reserved(), row.until(), row.block());
    hold.state = row.state();
    hold.amount = row.amount();
    hold.sinceMillis = row.since();
    return hold;
  }

  static String meta(Meta meta) {
    return text(meta);
  }

  static Meta meta(String text) {
    return value(text, Meta.class);
  }

  static String refusals(Map<Long, Long> refusals) {
    return text(refusals);
  }

  static Map<Long, Long> refusals(String text) {
    try {
      return JSON.readerForMapOf(Long.class)
          .forType(JSON.getTypeFactory().constructMapType(Map.class, Long.class, Long.class))
          .readValue(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String numbers(Set<Long> numbers) {
    return text(numbers);
  }

  private static List<String> names(List<Scope> scopes) {
    return scopes.stream().map(Scope::toString).toList();
  }

  private static List<Scope> parsed(List<String> names) {
    return names.stream().map(Scope::parse).toList();
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static <T> T value(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
