package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets or removes a limit that the configuration does not name. */
@CommandLine.Command(
    name = "limit",
    description = "Sets a limit that the configuration does not name, or removes it.",
    sortOptions = false)
final class LedgerLimitCommand extends LedgerSubcommand {
  private static final String NONE = "none";

  @Parameters(index = "0", paramLabel = "SCOPE", description = "KIND:NAME, such as team:growth.")
  String scope = "";

  @Parameters(
      index = "1",
      paramLabel = "WINDOW",
      description = "total, day, week, month, or a duration such as PT1H.")
  String window = "";

  @Parameters(index = "2", paramLabel = "USD|none", description = "The limit; none to remove it.")
  String limit = "";

  @Option(names = "--zone", paramLabel = "ZONE", description = "Of the window; UTC unless given.")
  String zone = "UTC";

  @Option(
      names = "--warn-at",
      paramLabel = "PERCENT",
      split = ",",
      description = "Shares of the limit to warn at, such as 80,95.")
  @Nullable List<Integer> warnAt;

  LedgerLimitCommand(Console console) {
    super(console);
  }

  @Override
  Exit run(BudgetLedger ledger, Config config) throws Exception {
    checkStays(config);
    Scope payer = Arguments.read("SCOPE", scope, Scope::parse);
    ZoneId in = Arguments.read("--zone", zone, BudgetReader::zone);
    Window over = Arguments.read("WINDOW", window, text -> Window.parse(text, in));
    if (config.budgets().stream()
        .anyMatch(budget -> budget.scope().equals(payer) && budget.window().equals(over))) {
      throw CommandException.usage(
          "SCOPE: the configuration sets the limit of '%s' over '%s', at each command anew;"
                  .formatted(payer, over)
              + " change it there");
    }
    if (limit.equals(NONE)) {
      return remove(ledger, payer, over);
    }
    Usd most = Arguments.read("USD", limit, Usd::parse);
    Budget budget =
        Arguments.read(
            "USD",
            limit,
            text -> new Budget(payer, most, over, warnAt == null ? List.of() : warnAt));
    Waiting.await(ledger.put(budget));
    console().out().printf("set: %s has a limit of $%s (%s)%n", payer, most, over);
    return Exit.DONE;
  }

  private Exit remove(BudgetLedger ledger, Scope payer, Window over) throws Exception {
    if (!Waiting.await(ledger.remove(payer, over))) {
      throw CommandException.usage(
          "SCOPE: '%s' has no limit over '%s'; halftone ledger lists them".formatted(payer, over));
    }
    console().out().printf("removed: %s has no limit (%s)%n", payer, over);
    return Exit.DONE;
  }
}
