package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.LedgerHarness;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerExportTest extends LedgerHarness {
  private static final Scope QUOTED = Scope.parse("team:a\"b");
  private static final String ODD = "=cmd(\"a,b\")\r\nx";

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource source) {
    return InMemoryLedger.create(budgets, source);
  }

  private String export(LedgerExport format, HistoryQuery query) {
    BudgetLedger ledger =
        ledger(new Budget(QUOTED, Usd.ofNanos(Long.MAX_VALUE), TOTAL, List.of(50, 80)));
    get(ledger.reserve(ODD, List.of(QUOTED), Usd.ofNanos(9_007_199_254_740_993L)));
    get(ledger.carve(ODD, "part", Usd.ofNanos(1)));
    get(ledger.settle(ODD, Usd.parse("0.5")));
    StringWriter out = new StringWriter();
    assertThat(get(format.write(ledger, query, out))).isEqualTo(4);
    return out.toString();
  }

  @Test
  void csv_oddTexts_areReadBackAndNoFormulas() {
    List<List<String>> rows = parsed(export(LedgerExport.CSV, HistoryQuery.all()));
    assertThat(rows.get(0))
        .containsExactly(
            "at",
            "kind",
            "id",
            "scopes",
            "amount",
            "charged",
            "origin",
            "window",
            "warn_at_percent");
    assertThat(rows.get(1))
        .containsExactly(
            "2026-11-20T10:00:00Z",
            "budget_set",
            "",
            "team:a\"b",
            "9223372036.854775807",
            "0.000000",
            "",
            "total",
            "50 80");
    assertThat(rows.get(2))
        .containsExactly(
            "2026-11-20T10:00:00Z",
            "reserved",
            "'" + ODD,
            "team:a\"b",
            "9007199.254740993",
            "0.000000",
            "",
            "",
            "");
    assertThat(rows.get(3)).contains("carved", "part", "0.000000001", "'" + ODD);
    assertThat(rows.get(4)).contains("settled", "0.500000");
    assertThat(rows).hasSize(5).allMatch(row -> row.size() == 9);
  }

  @Test
  void csv_pagesOfOneLine_areTheSame() {
    assertThat(export(LedgerExport.CSV, HistoryQuery.all().atMost(1)))
        .isEqualTo(export(LedgerExport.CSV, HistoryQuery.all()));
  }

  @Test
  void jsonLines_haveTheFieldsOfTheEntry() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<String> lines =
        export(LedgerExport.JSON_LINES, HistoryQuery.all().atMost(2)).lines().toList();
    assertThat(lines).hasSize(4);
    JsonNode set = json.readTree(lines.get(0));
    assertThat(set.at("/budget/limit").textValue()).isEqualTo("9223372036.854775807");
    assertThat(set.at("/budget/warn_at_percent/1").intValue()).isEqualTo(80);
    JsonNode reserved = json.readTree(lines.get(1));
    assertThat(reserved.get("id").textValue()).isEqualTo(ODD);
    assertThat(reserved.get("amount").textValue()).isEqualTo("9007199.254740993");
    assertThat(reserved.get("budget").isNull()).isTrue();
    assertThat(json.readTree(lines.get(2)).get("origin").textValue()).isEqualTo(ODD);
  }

  @Test
  void jsonArray_isOneDocument() throws Exception {
    JsonNode array =
        new ObjectMapper().readTree(export(LedgerExport.JSON_ARRAY, HistoryQuery.all().atMost(3)));
    assertThat(array).hasSize(4);
    assertThat(array.get(3).get("kind").textValue()).isEqualTo("settled");
  }

  /** RFC 4180, and nothing more lenient. */
  private static List<List<String>> parsed(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean inQuotes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inQuotes && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        inQuotes = !inQuotes;
      } else if (!inQuotes && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else if (inQuotes || c != '\r') {
        field.append(c);
      }
    }
    assertThat(field).isEmpty();
    return rows;
  }
}
