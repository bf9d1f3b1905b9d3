package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerHarness;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest extends LedgerHarness {
  private static final Budget DAILY = budget(TEAM, "1", DAY);
  private static final int MILLION = 1_000_000;

  @TempDir Path folder;
  private final List<FileLedger> opened = new ArrayList<>();

  private Path file() {
    return folder.resolve("ledger.db");
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource source) {
    FileLedger ledger = FileLedger.open(file(), budgets, source);
    opened.add(ledger);
    return ledger;
  }

  @AfterEach
  void close() {
    opened.forEach(ledger -> get(ledger.close()));
  }

  private static Reservation reserve(BudgetLedger ledger, String id, String amount) {
    return get(ledger.reserve(id, List.of(TEAM), usd(amount)));
  }

  @Test
  void open_afterClose_hasEverythingAndHoldsAreInSuspense() {
    Budget rolling = budget(TEAM, "9", new Window.Rolling(Duration.ofHours(2)));
    BudgetLedger before = ledger(budget(TEAM, "5", DAY), rolling);
    reserve(before, "settled", "0.50");
    get(before.settle("settled", usd("0.70")));
    reserve(before, "held", "0.20");
    reserve(before, "lost", "0.10");
    get(before.suspend("lost"));
    assertThat(reserve(before, "big", "5")).isInstanceOf(Reservation.Refused.class);
    get(before.close());
    clock.move(Duration.ofMinutes(5));

    BudgetLedger after = ledger();
    List<BudgetState> states = get(after.budgets());
    assertThat(states)
        .allMatch(state -> state.spent().equals(usd("0.70")) && state.held().isZero())
        .allMatch(state -> state.suspense().equals(usd("0.30")))
        .allMatch(state -> state.overrun().equals(usd("0.20")));
    assertThat(states).extracting(BudgetState::refusals).containsExactly(1L, 0L);
    assertThat(get(after.suspended()))
        .extracting(suspense -> suspense.id() + " " + suspense.since())
        .containsExactly("lost 2026-11-20T10:00:00Z", "held 2026-11-20T10:05:00Z");
    assertThat(get(after.history(HistoryQuery.all().id("held"))).entries())
        .extracting(LedgerEntry::kind)
        .containsExactly(LedgerEntry.Kind.RESERVED, LedgerEntry.Kind.EXPIRED);
    assertThat(reserve(after, "settled", "0.50")).isInstanceOf(Reservation.Held.class);
    assertThat(get(after.settle("settled", usd("0.50")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(after.settle("held", usd("0.20")))).isEqualTo(Ending.APPLIED);
    assertThat(get(after.resolve("lost", Usd.ZERO))).isEqualTo(Ending.APPLIED);
    assertThat(get(after.budgets()).get(0).spent()).isEqualTo(usd("0.90"));
  }

  @Test
  void open_clockWentBack_staysInTheDayThatWasSeen() {
    BudgetLedger before = ledger(DAILY);
    reserve(before, "a", "1");
    get(before.settle("a", usd("1")));
    get(before.close());
    clock.move(Duration.ofDays(-1));
    assertThat(reserve(ledger(), "b", "0.01")).isInstanceOf(Reservation.Refused.class);
  }

  @Test
  void open_otherLimit_isSetAndTheSameIsNot() {
    get(ledger(DAILY).close());
    get(ledger(DAILY).close());
    BudgetLedger last = ledger(budget(TEAM, "2", DAY));
    assertThat(get(last.budgets())).hasSize(1);
    assertThat(get(last.history(HistoryQuery.all())).entries())
        .extracting(LedgerEntry::amount)
        .containsExactly(usd("1"), usd("2"));
  }

  @Test
  void open_secondTimeInThisProcess_isRefused() {
    ledger(DAILY);
    assertThatThrownBy(() -> FileLedger.open(file(), List.of(), clock))
        .isInstanceOf(LedgerFileException.class)
        .hasMessageContainingAll("ledger.db", "this process", "close it");
  }

  @Test
  void open_byASecondProcess_isRefused() throws Exception {
    BudgetLedger ledger = ledger(DAILY);
    reserve(ledger, "a", "0.10");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenLedger.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("refused", "ledger.db is in use by another process");
    assertThat(get(ledger.settle("a", usd("0.10")))).isEqualTo(Ending.APPLIED);
  }

  /** The second process. */
  static final class OpenLedger {
    private OpenLedger() {}

    public static void main(String[] arguments) {
      try {
        FileLedger.open(Path.of(arguments[0]), List.of(), InstantSource.system());
        System.out.println("opened");
      } catch (LedgerFileException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void open_fileThatIsNotOurs_isLeftAsItIs() throws Exception {
    Files.writeString(file(), "a letter to my bank, which is rather long. ".repeat(10));
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> ledger(DAILY))
        .isInstanceOf(LedgerFileException.class)
        .hasMessageContainingAll("ledger.db", "not a ledger");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    Files.write(file(), new byte[0]);
    assertThatThrownBy(() -> ledger(DAILY)).hasMessageContainingAll("empty", "restore a copy");
    Files.delete(file());
    run("CREATE TABLE t (a)");
    assertThatThrownBy(() -> ledger(DAILY)).hasMessageContaining("another program");
  }

  @Test
  void open_newerFormat_isRefused() throws Exception {
    get(ledger(DAILY).close());
    run("PRAGMA user_version = 3");
    assertThatThrownBy(() -> ledger(DAILY)).hasMessageContainingAll("format 3", "format 2");
  }

  @Test
  void open_changedRow_isFoundDamaged() throws Exception {
    get(ledger(DAILY).close());
    run("UPDATE budget SET data = replace(data, '\"spent\":0', '\"spent\":1')");
    assertThatThrownBy(() -> ledger(DAILY))
        .isInstanceOf(LedgerFileException.class)
        .hasMessageContainingAll("ledger.db", "damaged", "restore a copy", ".recover");
    run("UPDATE budget SET data = replace(data, '\"spent\":1', '\"spent\":0')");
    run("UPDATE block SET number = number + 1");
    assertThatThrownBy(() -> ledger(DAILY)).hasMessageContaining("damaged");
  }

  @Test
  void open_flippedBytesInAnyPage_opensOrSaysDamaged() throws Exception {
    BudgetLedger ledger = ledger(DAILY, budget(ORG, "1", TOTAL));
    for (int i = 0; i < 20; i++) {
      get(ledger.reserve("id" + i, List.of(TEAM, ORG), usd("0.01")));
    }
    List<BudgetState> before = get(ledger.budgets());
    get(ledger.close());
    byte[] good = Files.readAllBytes(file());
    int refused = 0;
    for (int at = 64; at < good.length; at += 37) {
      byte[] bad = good.clone();
      bad[at] ^= 0x55;
      Files.write(file(), bad);
      try {
        BudgetLedger opened = ledger();
        assertThat(get(opened.budgets()))
            .extracting(state -> state.budget() + " " + state.committed())
            .isEqualTo(before.stream().map(s -> s.budget() + " " + s.committed()).toList());
      } catch (LedgerFileException e) {
        refused++;
        assertThat(e).hasMessageContaining("ledger.db");
      }
      opened.clear();
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void fullDisk_failsTheStepAndHoldsNothing_untilThereIsRoom() {
    FileLedger ledger =
        FileLedger.builder(file(), clock).budgets(List.of(DAILY)).maxBytes(1 << 20).open();
    opened.add(ledger);
    int held = 0;
    Throwable failure = null;
    while (failure == null && held < 100_000) {
      var step = ledger.reserve("x".repeat(180) + held, List.of(TEAM), Usd.ZERO);
      failure = step.toCompletionStage().handle((done, e) -> e).toCompletableFuture().join();
      held += failure == null ? 1 : 0;
    }
    assertThat(failure)
        .isInstanceOf(LedgerFileException.class)
        .hasMessageContainingAll("ledger.db", "make room");
    get(ledger.close());
    BudgetLedger again = ledger();
    assertThat(get(again.suspended())).hasSize(held);
  }

  @Test
  void steps_afterClose_fail() {
    BudgetLedger ledger = ledger(DAILY);
    get(ledger.close());
    get(ledger.close());
    assertThatThrownBy(() -> get(ledger.release("a"))).hasMessageContaining("closed");
  }

  @Test
  void steps_beyondTheLimitOfWaiting_failAtOnce() {
    FileLedger ledger =
        FileLedger.builder(file(), clock).budgets(List.of(DAILY)).maxWaiting(1).open();
    opened.add(ledger);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < 20_000 && failures.isEmpty(); i++) {
      var step = ledger.reserve("id" + i, List.of(TEAM), Usd.ZERO);
      if (step.failed()) {
        failures.add(step.cause().getMessage());
      }
    }
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0)).contains("1 steps waiting", "try again");
  }

  @Test
  void idsThatEndedLongAgo_areFoundOnDisk() {
    BudgetLedger ledger = ledger(DAILY);
    for (int i = 0; i < 2 * LedgerFile.STORE_EVERY; i += 64) {
      List<Future<?>> steps = new ArrayList<>();
      for (int j = i; j < i + 64; j++) {
        steps.add(ledger.reserve("id" + j, List.of(TEAM), Usd.ofNanos(j)));
        steps.add(ledger.release("id" + j));
      }
      get(Future.all(steps));
    }
    get(ledger.close());
    BudgetLedger again = ledger();
    assertThat(get(again.reserve("id7", List.of(TEAM), Usd.ofNanos(7))))
        .isEqualTo(new Reservation.Held("id7", Usd.ofNanos(7)));
    assertThatThrownBy(() -> get(again.reserve("id8", List.of(TEAM), Usd.ofNanos(7))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(get(again.settle("id100", Usd.ZERO))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(again.history(HistoryQuery.all().id("id100"))).entries()).hasSize(2);
    assertThat(get(again.budgets()).get(0).held()).isEqualTo(Usd.ZERO);
  }

  @Test
  void open_millionLines_takesLessThanASecond() throws Exception {
    get(ledger(DAILY).close());
    String line =
        "{\"at\":0,\"kind\":\"RELEASED\",\"id\":\"old\",\"scopes\":[\"team:growth\"],"
            + "\"amount\":170000000,\"charged\":0}";
    run(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(MILLION / 10)
            + " INSERT INTO block SELECT i, 0, '["
            + (line + ",").repeat(9)
            + line
            + "]', '{}', 0 FROM n");
    run("UPDATE meta SET data = json_set(data, '$.block', " + MILLION / 10 + ")");
    assertThat(Files.size(file())).isGreaterThan(100L * MILLION);
    long start = System.nanoTime();
    BudgetLedger ledger = ledger();
    assertThat(reserve(ledger, "new", "0.10")).isInstanceOf(Reservation.Held.class);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("opened a million lines in " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void walCutAnywhere_opensToAnEarlierStateOrSaysDamaged() throws Exception {
    BudgetLedger ledger = ledger(budget(TEAM, "0.50", TOTAL));
    for (int i = 0; i < 80; i++) {
      reserve(ledger, "id" + i, "0.01");
    }
    Path copy = folder.resolve("copy.db");
    byte[] wal = Files.readAllBytes(folder.resolve("ledger.db-wal"));
    for (int length = 0; length <= wal.length; length += 1 + wal.length / 60) {
      Files.write(copy, Files.readAllBytes(file()));
      Path cut = folder.resolve("copy.db-wal");
      Files.write(cut, wal);
      try (RandomAccessFile short1 = new RandomAccessFile(cut.toFile(), "rw")) {
        short1.setLength(length);
      }
      FileLedger opened = FileLedger.open(copy, List.of(), clock);
      List<BudgetState> states = get(opened.budgets());
      long lines =
          get(opened.history(HistoryQuery.all())).entries().stream()
              .filter(entry -> entry.kind() == LedgerEntry.Kind.RESERVED)
              .count();
      for (BudgetState state : states) {
        assertThat(state.committed()).isLessThanOrEqualTo(state.budget().limit());
        assertThat(state.committed()).isEqualTo(usd("0.01").times(lines));
      }
      get(opened.close());
      Files.deleteIfExists(cut);
      Files.delete(copy);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
