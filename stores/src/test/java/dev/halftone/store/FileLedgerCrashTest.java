package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerHarness;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of the files, taken while steps are on their way, are what a crash leaves behind. */
class FileLedgerCrashTest extends LedgerHarness {
  private static final int LIVES = 12;
  private static final int STEPS = 60;
  private static final Usd AMOUNT = Usd.ofNanos(10);
  private static final Usd CHARGED = Usd.ofNanos(7);

  @TempDir Path folder;

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource source) {
    return FileLedger.open(folder.resolve("life0.db"), budgets, source);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyLifeCutShort_keepsEveryStepThatWasAnswered(long seed) throws IOException {
    Random random = new Random(seed);
    Budget limit = new Budget(TEAM, Usd.ofNanos(2_500), TOTAL);
    BudgetLedger ledger = ledger(limit);
    Map<String, String> answered = new ConcurrentHashMap<>();
    for (int life = 1; life <= LIVES; life++) {
      for (int i = 0; i < STEPS; i++) {
        step(ledger, life + "-" + i, random.nextInt(4), answered);
      }
      Map<String, String> known;
      Path next = folder.resolve("life" + life + ".db");
      if (random.nextBoolean()) {
        get(ledger.close());
        known = new TreeMap<>(answered);
        Files.copy(folder.resolve("life" + (life - 1) + ".db"), next);
      } else {
        // What was answered before the copy begins must be in it; the rest may be.
        known = new TreeMap<>(answered);
        Path before = folder.resolve("life" + (life - 1) + ".db");
        Files.copy(before, next);
        Files.copy(Path.of(before + "-wal"), Path.of(next + "-wal"));
        get(ledger.close());
      }
      ledger = FileLedger.open(next, List.of(), clock);
      check(ledger, known, seed);
      answered.clear();
      answered.putAll(known);
    }
    get(ledger.close());
  }

  private static void step(
      BudgetLedger ledger, String id, int ending, Map<String, String> answered) {
    ledger
        .reserve(id, List.of(TEAM), AMOUNT)
        .onSuccess(
            answer -> {
              if (answer instanceof Reservation.Held) {
                answered.put(id, "held");
                switch (ending) {
                  case 0 -> note(ledger.settle(id, CHARGED), id, "settled", answered);
                  case 1 -> note(ledger.release(id), id, "released", answered);
                  case 2 -> note(ledger.suspend(id), id, "suspended", answered);
                  default -> {}
                }
              }
            });
  }

  private static void note(
      Future<Ending> step, String id, String what, Map<String, String> answered) {
    step.onSuccess(
        ending -> {
          if (ending == Ending.APPLIED) {
            answered.put(id, what);
          }
        });
  }

  private static void check(BudgetLedger ledger, Map<String, String> known, long seed) {
    BudgetState state = get(ledger.budgets()).get(0);
    assertThat(state.committed()).as("seed %d", seed).isLessThanOrEqualTo(state.budget().limit());
    assertThat(state.held()).isEqualTo(Usd.ZERO);
    List<String> suspended = get(ledger.suspended()).stream().map(each -> each.id()).toList();
    assertThat(get(ledger.history(HistoryQuery.all().atMost(HistoryQuery.MAX_LINES))).entries())
        .as("seed %d", seed)
        .extracting(LedgerEntry::id)
        .containsAll(known.keySet());
    long settled = 0;
    for (Map.Entry<String, String> each : known.entrySet()) {
      String as = "%s %s, seed %d".formatted(each.getKey(), each.getValue(), seed);
      assertThat(get(ledger.reserve(each.getKey(), List.of(TEAM), AMOUNT)))
          .as(as)
          .isEqualTo(new Reservation.Held(each.getKey(), AMOUNT));
      switch (each.getValue()) {
        case "settled", "released" -> assertThat(suspended).as(as).doesNotContain(each.getKey());
        case "suspended" -> assertThat(suspended).as(as).contains(each.getKey());
        default -> {}
      }
      settled += each.getValue().equals("settled") ? 1 : 0;
    }
    assertThat(state.spent()).isGreaterThanOrEqualTo(CHARGED.times(settled));
  }
}
