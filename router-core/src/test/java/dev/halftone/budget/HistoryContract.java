package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must tell about what happened. The last link that needs no movable clock. */
public abstract class HistoryContract extends RuntimeLimitContract {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  public void history_budgets_areSetAndRemoved() {
    Budget team = budget(TEAM, "1", TOTAL);
    Budget more = budget(TEAM, "2", TOTAL);
    Budget org = budget(ORG, "3", DAY);
    BudgetLedger ledger = ledger(team);
    get(ledger.put(more));
    get(ledger.put(org));
    get(ledger.remove(TEAM, TOTAL));
    get(ledger.remove(TEAM, TOTAL));
    List<LedgerEntry> lines = lines(ledger, HistoryQuery.all());
    assertThat(lines)
        .extracting(LedgerEntry::kind)
        .containsExactly(Kind.BUDGET_SET, Kind.BUDGET_SET, Kind.BUDGET_SET, Kind.BUDGET_REMOVED);
    assertThat(lines).extracting(LedgerEntry::budget).containsExactly(team, more, org, more);
    assertThat(lines).extracting(LedgerEntry::id).containsOnly("");
    assertThat(lines)
        .extracting(LedgerEntry::amount)
        .containsExactly(usd("1"), usd("2"), usd("3"), usd("2"));
    assertThat(lines)
        .extracting(LedgerEntry::scopes)
        .containsExactly(List.of(TEAM), List.of(TEAM), List.of(ORG), List.of(TEAM));
  }

  @Test
  public void history_everyEnding_isALine() {
    BudgetLedger ledger = ledger(budget(ORG, "9", TOTAL), budget(TEAM, "9", TOTAL));
    held(ledger, "settled", "1", TEAM, ORG);
    get(ledger.settle("settled", usd("1.20")));
    held(ledger, "nothing", "1", TEAM);
    get(ledger.settle("nothing", Usd.ZERO));
    held(ledger, "released", "1");
    get(ledger.release("released"));
    held(ledger, "lost", "1", TEAM);
    get(ledger.suspend("lost"));
    get(ledger.resolve("lost", usd("0.70")));
    assertThat(story(ledger, "settled")).containsExactly("RESERVED 1 0", "SETTLED 1 1.2");
    assertThat(story(ledger, "nothing")).containsExactly("RESERVED 1 0", "SETTLED 1 0");
    assertThat(story(ledger, "released")).containsExactly("RESERVED 1 0", "RELEASED 1 0");
    assertThat(story(ledger, "lost"))
        .containsExactly("RESERVED 1 0", "SUSPENDED 1 0", "RESOLVED 1 0.7");
    LedgerEntry settled = lines(ledger, HistoryQuery.all().id("settled")).get(1);
    assertThat(settled.scopes()).containsExactly(ORG, TEAM);
    assertThat(settled.overrun()).isEqualTo(usd("0.20"));
    assertThat(settled.budget()).isNull();
    assertThat(settled.origin()).isNull();
    LedgerAudit.explains(ledger);
  }

  @Test
  public void history_whatChangedNothing_isNoLine() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    refused(ledger, "a", "2", TEAM);
    held(ledger, "a", "0.50", TEAM);
    held(ledger, "a", "0.50", TEAM);
    get(ledger.extend("a", usd("2"), HOUR));
    changed(ledger.carve("a", "part", usd("0.20")));
    changed(ledger.carve("a", "part", usd("0.20")));
    get(ledger.resolve("a", Usd.ZERO));
    get(ledger.release("a"));
    get(ledger.release("a"));
    get(ledger.settle("a", usd("1")));
    get(ledger.release("part"));
    assertThat(story(ledger, "a"))
        .containsExactly("RESERVED 0.5 0", "CARVED 0.2 0", "RELEASED 0.3 0");
    assertThat(story(ledger, "part")).containsExactly("CARVED 0.2 0", "RELEASED 0.2 0");
    LedgerAudit.explains(ledger);
  }

  @Test
  public void history_changedHolds_areExplained() {
    BudgetLedger ledger = ledger(budget(ORG, "9", TOTAL), budget(TEAM, "9", TOTAL));
    held(ledger, "a", "1", TEAM, ORG);
    changed(ledger.extend("a", usd("3"), HOUR));
    changed(ledger.carve("a", "b", usd("2")));
    changed(ledger.carve("b", "c", usd("0.50")));
    get(ledger.settle("b", usd("1")));
    get(ledger.suspend("c"));
    assertThat(story(ledger, "a")).containsExactly("RESERVED 1 0", "EXTENDED 3 0", "CARVED 2 0");
    assertThat(story(ledger, "b")).containsExactly("CARVED 2 0", "CARVED 0.5 0", "SETTLED 1.5 1");
    assertThat(lines(ledger, HistoryQuery.all().id("c")))
        .extracting(LedgerEntry::origin)
        .containsExactly("b", null);
    LedgerAudit.explains(ledger);
  }

  @Test
  public void history_limitsChangedMeanwhile_areExplained() {
    BudgetLedger ledger = ledger(budget(ORG, "9", TOTAL), budget(TEAM, "9", DAY));
    held(ledger, "a", "1", TEAM, ORG);
    get(ledger.put(budget(TEAM, "5", TOTAL)));
    held(ledger, "b", "2", TEAM);
    changed(ledger.carve("a", "part", usd("0.40")));
    get(ledger.put(budget(TEAM, "1", TOTAL)));
    get(ledger.settle("a", usd("0.60")));
    get(ledger.remove(ORG, TOTAL));
    get(ledger.settle("part", usd("0.60")));
    get(ledger.settle("b", usd("3")));
    get(ledger.put(budget(ORG, "4", TOTAL)));
    held(ledger, "c", "1.50", ORG);
    LedgerAudit.explains(ledger);
  }

  @Test
  public void history_ofOneScope_hasItsLinesOnly() {
    BudgetLedger ledger = ledger(budget(ORG, "9", TOTAL), budget(TEAM, "9", TOTAL));
    held(ledger, "both", "1", TEAM, ORG);
    held(ledger, "team", "1", TEAM);
    held(ledger, "org", "1", ORG);
    get(ledger.release("team"));
    assertThat(lines(ledger, HistoryQuery.all().scope(TEAM)))
        .extracting(line -> line.kind() + " " + line.id())
        .containsExactly("BUDGET_SET ", "RESERVED both", "RESERVED team", "RELEASED team");
    assertThat(lines(ledger, HistoryQuery.all().scope(RUN))).isEmpty();
    assertThat(lines(ledger, HistoryQuery.all().from(Instant.parse("2200-01-01T00:00:00Z"))))
        .isEmpty();
  }

  @Test
  public void history_pages_missNothingThatIsAddedMeanwhile() {
    BudgetLedger ledger = ledger(budget(TEAM, "9", TOTAL));
    for (int i = 0; i < 5; i++) {
      held(ledger, "early" + i, "1", TEAM);
    }
    HistoryPage first = get(ledger.history(HistoryQuery.all().atMost(3)));
    assertThat(first.entries()).hasSize(3);
    assertThat(first.next()).isNotNull();
    for (int i = 0; i < 5; i++) {
      get(ledger.release("early" + i));
      held(ledger, "a" + i, "0.10", TEAM);
    }
    List<LedgerEntry> rest = lines(ledger, HistoryQuery.all().after(first.next()));
    assertThat(rest).hasSize(13).doesNotContainAnyElementsOf(first.entries());
    LedgerAudit.explains(ledger);
  }

  @Test
  public void history_pageThatIsJustFull_hasNoNext() {
    BudgetLedger ledger = ledger(budget(TEAM, "9", TOTAL));
    held(ledger, "a", "1", TEAM);
    HistoryPage page = get(ledger.history(HistoryQuery.all().atMost(2)));
    assertThat(page.entries()).hasSize(2);
    assertThat(page.next()).isNull();
  }

  @Test
  public void close_twice_doesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "1", TEAM);
    get(ledger.close());
    get(ledger.close());
  }

  private static List<String> story(BudgetLedger ledger, String id) {
    return lines(ledger, HistoryQuery.all().id(id)).stream()
        .map(line -> line.kind() + " " + plain(line.amount()) + " " + plain(line.charged()))
        .toList();
  }

  private static String plain(Usd amount) {
    return amount.toString().replaceFirst("\\.?0+$", "");
  }
}
