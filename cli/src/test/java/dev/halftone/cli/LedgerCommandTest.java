package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.FileLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerCommandTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Budget TOTAL =
      new Budget(TEAM, Usd.parse("10"), new Window.Total(), List.of(80));

  @TempDir Path folder;

  @BeforeEach
  void configure() throws IOException {
    configure("file, path: ledger.db");
  }

  private void configure(String ledger) throws IOException {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers: { openai: { type: openai, api-key: k } }
        budgets: [ { scope: "team:growth", limit: 10, warn-at: [80] } ]
        ledger: { type: %s }
        """
            .formatted(ledger));
  }

  /** A ledger as an earlier process left it: 2 settled, 1.5 suspended, and 3 on the way. */
  private void earlierRun() throws Exception {
    BudgetLedger ledger =
        FileLedger.open(folder.resolve("ledger.db"), List.of(TOTAL), () -> Run.TODAY);
    for (String id : List.of("settled", "lost", "flying")) {
      String amount = id.equals("lost") ? "1.5" : "3";
      Waiting.await(ledger.reserve(id, List.of(TEAM), Usd.parse(amount)));
    }
    Waiting.await(ledger.settle("settled", Usd.parse("2.000000001")));
    Waiting.await(ledger.suspend("lost"));
    Waiting.await(ledger.close());
  }

  private Run ledger(String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "ledger";
    System.arraycopy(more, 0, args, 1, more.length);
    return Run.in(folder, args);
  }

  @Test
  void json_afterAnEarlierRun_tellsEveryAmountAsADecimalString() throws Exception {
    earlierRun();
    Run run = ledger("--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode document = run.json();
    assertThat(document.get("ledger").asText()).isEqualTo("file");
    assertThat(document.get("outlives_the_command").asBoolean()).isTrue();
    JsonNode budget = document.at("/budgets/0");
    assertThat(budget.fieldNames())
        .toIterable()
        .containsExactly(
            "scope",
            "window",
            "limit_usd",
            "spent_usd",
            "held_usd",
            "suspense_usd",
            "overrun_usd",
            "used_percent",
            "refusals",
            "warn_at_percent");
    assertThat(budget.get("scope").asText()).isEqualTo("team:growth");
    assertThat(budget.get("window").asText()).isEqualTo("total");
    assertThat(budget.get("limit_usd").isTextual()).isTrue();
    assertThat(budget.get("limit_usd").asText()).isEqualTo("10.000000");
    assertThat(budget.get("spent_usd").asText()).isEqualTo("2.000000001");
    assertThat(budget.get("held_usd").asText()).isEqualTo("0.000000");
    // The hold in flight of the process that is gone counts too: nobody knows of its call.
    assertThat(budget.get("suspense_usd").asText()).isEqualTo("4.500000");
    assertThat(budget.get("used_percent").asLong()).isEqualTo(65);
    assertThat(budget.at("/warn_at_percent/0").asInt()).isEqualTo(80);
    assertThat(document.get("suspended"))
        .extracting(hold -> hold.get("id").asText())
        .containsExactlyInAnyOrder("lost", "flying");
    JsonNode hold = document.at("/suspended/0");
    assertThat(hold.fieldNames())
        .toIterable()
        .containsExactly("id", "scopes", "amount_usd", "since");
    assertThat(hold.at("/scopes/0").asText()).isEqualTo("team:growth");
  }

  @Test
  void text_afterAnEarlierRun_listsBudgetsAndWhatIsInSuspense() throws Exception {
    earlierRun();
    Run run = ledger();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("ledger: file ")
        .containsPattern("team:growth +total +\\$10\\.000000 +\\$2\\.000000001 .* 65 %")
        .containsPattern("lost +team:growth +\\$1\\.500000 +2026-11-20T12:00:00Z");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void ledger_inMemory_saysThatNothingStays() throws Exception {
    configure("memory");
    Run run = ledger("--json");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("the ledger is in memory").contains("type: file");
    assertThat(run.json().get("outlives_the_command").asBoolean()).isFalse();
    assertThat(ledger("resolve", "x", "--released").exit()).isEqualTo(2);
    assertThat(ledger("limit", "org:acme", "day", "5").err()).contains("in memory");
  }

  @Test
  void ledger_withoutAConfiguration_exitsWith2() throws Exception {
    Files.delete(folder.resolve("halftone.yaml"));

    assertThat(ledger().exit()).isEqualTo(2);
    assertThat(ledger().err()).contains("halftone.yaml");
  }

  @Test
  void resolve_ofASuspense_endsItOnce() throws Exception {
    earlierRun();
    Run charged = ledger("resolve", "lost", "--charged", "0.25");
    Run again = ledger("resolve", "lost", "--released");
    Run released = ledger("resolve", "flying", "--released");

    assertThat(charged.exit()).as(charged.err()).isZero();
    assertThat(charged.out()).isEqualTo("charged $0.250000: hold lost" + System.lineSeparator());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("hold 'lost' had ended before, resolved").contains("0.250000");
    assertThat(released.exit()).as(released.err()).isZero();
    JsonNode budget = ledger("--json").json().at("/budgets/0");
    assertThat(budget.get("spent_usd").asText()).isEqualTo("2.250000001");
    assertThat(budget.get("suspense_usd").asText()).isEqualTo("0.000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resolve no-such --released | there is no hold 'no-such'",
        "resolve settled --released | hold 'settled' had ended before, settled at",
        "resolve lost --charged -1 | --charged: $-1.000000 must not be negative",
        "resolve lost --charged much | --charged: 'much' is not an amount",
        "resolve lost --charged 9223372036 | lost",
        "resolve lost --charged 1 --released | mutually exclusive",
        "resolve lost | required",
        "resolve --released | ID",
        "limit growth day 5 | SCOPE: scope 'growth' is not KIND:NAME",
        "limit org:acme year 5 | WINDOW: window 'year' is not",
        "limit org:acme day -5 | must not be negative",
        "limit org:acme day 5 --zone Mars | --zone: 'Mars' is not a time zone",
        "limit org:acme day 5 --warn-at 95,80 | ascending",
        "limit team:growth total 5 | the configuration sets the limit",
        "limit org:acme day none | 'org:acme' has no limit over 'day",
        "reslove lost | did you mean resolve?",
        "--from yesterday --history | --from: 'yesterday' is not an instant",
        "--scope team:growth | they need --history",
        "--export lines.xlsx | --export: 'lines.xlsx' ends in none of .csv, .json, .jsonl",
        "--export no/folder/lines.csv | --export: "
      })
  void input_thatIsWrong_exitsWith2AndChangesNothing(String args, String message) throws Exception {
    earlierRun();
    Run run = ledger(args.strip().split(" "));

    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message.strip());
    assertThat(ledger("--json").json().at("/budgets/0/suspense_usd").asText())
        .isEqualTo("4.500000");
  }

  @Test
  void limit_thatTheConfigurationDoesNotName_staysUntilItIsRemoved() throws Exception {
    Run set = ledger("limit", "org:acme", "day", "5.5", "--zone", "Asia/Tokyo", "--warn-at", "50");

    assertThat(set.exit()).as(set.err()).isZero();
    JsonNode budget = ledger("--json").json().at("/budgets/0");
    assertThat(budget.get("scope").asText()).isEqualTo("org:acme");
    assertThat(budget.get("window").asText()).isEqualTo("day Asia/Tokyo");
    assertThat(budget.get("limit_usd").asText()).isEqualTo("5.500000");
    assertThat(ledger("limit", "org:acme", "day", "none", "--zone", "Asia/Tokyo").exit()).isZero();
    assertThat(ledger("--json").json().get("budgets")).hasSize(1);
  }

  @Test
  void history_filtered_tellsWhatHappenedOldestFirst() throws Exception {
    earlierRun();
    Run all = ledger("--history");
    Run one = ledger("--history", "--id", "settled", "--scope", "team:growth");
    Run later = ledger("--history", "--from", "2026-11-20T12:00:00.001Z");

    assertThat(all.exit()).as(all.err()).isZero();
    assertThat(all.out().lines().findFirst().orElseThrow())
        .isEqualTo("2026-11-20T12:00:00Z  budget set  team:growth total  limit $10.000000");
    assertThat(one.out())
        .isEqualToNormalizingNewlines(
            """
            2026-11-20T12:00:00Z  reserved  settled  team:growth  held $3.000000
            2026-11-20T12:00:00Z  settled  settled  team:growth  held $3.000000  charged $2.000000001
            """);
    assertThat(later.out().strip()).isEqualTo("no history");
    JsonNode lines = ledger("--history", "--json", "--id", "settled").json();
    assertThat(lines).hasSize(2);
    assertThat(lines.at("/1/kind").asText()).isEqualTo("settled");
    assertThat(lines.at("/1/charged").asText()).isEqualTo("2.000000001");
    assertThat(ledger("--history", "--json", "--id", "none").json()).isEmpty();
  }

  @Test
  void export_eachForm_writesTheLinesAskedFor() throws Exception {
    earlierRun();
    Files.writeString(folder.resolve("lines.csv"), "old");
    Run csv = ledger("--export", "lines.csv");
    Run json = ledger("--export", "lines.json", "--id", "settled");
    Run lines = ledger("--export", "lines.jsonl", "--id", "settled");

    assertThat(csv.exit()).as(csv.err()).isZero();
    assertThat(csv.out()).isEmpty();
    assertThat(Files.readString(folder.resolve("lines.csv")))
        .startsWith("at,kind,id,scopes,amount,charged")
        .contains("settled,settled,team:growth,3.000000,2.000000001");
    assertThat(json.err()).contains("2 lines written to lines.json");
    assertThat(new ObjectMapper().readTree(folder.resolve("lines.json").toFile())).hasSize(2);
    assertThat(lines.exit()).isZero();
    assertThat(Files.readAllLines(folder.resolve("lines.jsonl"))).hasSize(2);
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void ledger_fileInUse_exitsWith5AndSaysSo() throws Exception {
    BudgetLedger other = FileLedger.open(folder.resolve("ledger.db"), List.of(), () -> Run.TODAY);
    Run run = ledger();
    Waiting.await(other.close());

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("ledger.db");
    assertThat(ledger().exit()).isZero();
  }

  @Test
  void ledger_serverThatIsNotThere_exitsWith5AndHidesThePassword() throws Exception {
    configure("redis, url: \"redis://:very-secret@127.0.0.1:1\", timeout: 300ms");
    Run run = ledger();

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("very-secret");
  }
}
