package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Replays a whole history, and so says what stands on every budget without asking the ledger for
 * it: every cent is explained by a line, or the two differ.
 */
public final class LedgerAudit {
  private enum Stage {
    HELD,
    SUSPENSE,
    ENDED
  }

  private static final class Account {
    Budget budget;
    Usd spent = Usd.ZERO;
    Usd held = Usd.ZERO;
    Usd suspense = Usd.ZERO;
    Usd overrun = Usd.ZERO;

    Account(Budget budget) {
      this.budget = budget;
    }
  }

  private static final class Hold {
    final List<Account> accounts;
    Usd amount;
    Stage stage;

    Hold(List<Account> accounts, Usd amount, Stage stage) {
      this.accounts = accounts;
      this.amount = amount;
      this.stage = stage;
    }
  }

  private final Map<Scope, Map<Window, Account>> accounts = new TreeMap<>();
  private final Map<String, Hold> holds = new HashMap<>();

  private LedgerAudit() {}

  /**
   * Asserts that the ledger's history explains all total budgets that stand on it now. Other
   * windows forget, so no sum of lines is theirs.
   */
  public static void explains(BudgetLedger ledger) {
    LedgerAudit audit = new LedgerAudit();
    LedgerHarness.lines(ledger, HistoryQuery.all()).forEach(audit::replay);
    List<BudgetState> expected = new ArrayList<>();
    for (BudgetState state : LedgerHarness.get(ledger.budgets())) {
      if (state.budget().window() instanceof Window.Total) {
        expected.add(
            new BudgetState(
                state.budget(), state.spent(), state.held(), state.suspense(), state.overrun(), 0));
      }
    }
    assertThat(audit.totals()).isEqualTo(expected);
  }

  private List<BudgetState> totals() {
    return accounts.values().stream()
        .flatMap(ofScope -> ofScope.values().stream())
        .filter(account -> account.budget.window() instanceof Window.Total)
        .map(
            account ->
                new BudgetState(
                    account.budget,
                    account.spent,
                    account.held,
                    account.suspense,
                    account.overrun,
                    0))
        .toList();
  }

  private void replay(LedgerEntry line) {
    switch (line.kind()) {
      case BUDGET_SET -> {
        Budget budget = Objects.requireNonNull(line.budget());
        accounts
                .computeIfAbsent(budget.scope(), s -> new LinkedHashMap<>())
                .computeIfAbsent(budget.window(), w -> new Account(budget))
                .budget =
            budget;
      }
      case BUDGET_REMOVED -> {
        Budget budget = Objects.requireNonNull(line.budget());
        ofScope(budget.scope(), line).remove(budget.window());
      }
      case RESERVED -> {
        Hold hold = new Hold(accountsOf(line), Usd.ZERO, Stage.HELD);
        assertThat(holds.put(line.id(), hold)).as("before %s", line).isNull();
        set(hold, line.amount(), Stage.HELD);
      }
      case EXTENDED -> set(known(line), line.amount(), Stage.HELD);
      case CARVED -> {
        Hold from = hold(Objects.requireNonNull(line.origin()), line);
        set(from, from.amount.minus(line.amount()), from.stage);
        Hold part = new Hold(from.accounts, Usd.ZERO, from.stage);
        assertThat(holds.put(line.id(), part)).as("before %s", line).isNull();
        set(part, line.amount(), from.stage);
      }
      case SUSPENDED, EXPIRED -> {
        Hold hold = known(line);
        assertThat(hold.amount).as("held before %s", line).isEqualTo(line.amount());
        set(hold, hold.amount, Stage.SUSPENSE);
      }
      case SETTLED, RELEASED, RESOLVED -> {
        Hold hold = known(line);
        assertThat(hold.amount).as("held before %s", line).isEqualTo(line.amount());
        set(hold, Usd.ZERO, Stage.ENDED);
        for (Account account : hold.accounts) {
          account.spent = account.spent.plus(line.charged());
          account.overrun = account.overrun.plus(line.overrun());
        }
      }
    }
  }

  private List<Account> accountsOf(LedgerEntry line) {
    List<Account> found = new ArrayList<>();
    for (Scope scope : line.scopes()) {
      found.addAll(ofScope(scope, line).values());
    }
    return found;
  }

  private Map<Window, Account> ofScope(Scope scope, LedgerEntry line) {
    return Objects.requireNonNull(accounts.get(scope), () -> "no budget before " + line);
  }

  private Hold hold(String id, LedgerEntry line) {
    return Objects.requireNonNull(holds.get(id), () -> "no hold '" + id + "' before " + line);
  }

  private Hold known(LedgerEntry line) {
    Hold hold = hold(line.id(), line);
    assertThat(hold.stage).as("stage before %s", line).isNotEqualTo(Stage.ENDED);
    return hold;
  }

  private static void set(Hold hold, Usd amount, Stage stage) {
    for (Account account : hold.accounts) {
      add(account, hold.stage, Usd.ZERO.minus(hold.amount));
      add(account, stage, amount);
    }
    hold.amount = amount;
    hold.stage = stage;
  }

  private static void add(Account account, Stage stage, Usd amount) {
    switch (stage) {
      case HELD -> account.held = account.held.plus(amount);
      case SUSPENSE -> account.suspense = account.suspense.plus(amount);
      case ENDED -> {}
    }
  }
}
