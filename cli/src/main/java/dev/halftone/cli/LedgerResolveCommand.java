package dev.halftone.cli;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.cost.Usd;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a hold in suspense by hand, once somebody knows what became of the call. */
@CommandLine.Command(
    name = "resolve",
    description =
        "Ends a hold in suspense: with what the provider's invoice says, or with nothing.",
    sortOptions = false)
final class LedgerResolveCommand extends LedgerSubcommand {
  private static final Set<LedgerEntry.Kind> ENDS =
      EnumSet.of(LedgerEntry.Kind.SETTLED, LedgerEntry.Kind.RELEASED, LedgerEntry.Kind.RESOLVED);

  @Parameters(paramLabel = "ID", description = "The hold, as halftone ledger lists it.")
  String id = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  Outcome outcome = new Outcome();

  LedgerResolveCommand(Console console) {
    super(console);
  }

  /** What became of the call. */
  static final class Outcome {
    @Option(
        names = "--charged",
        required = true,
        paramLabel = "USD",
        description = "It was charged this much.")
    @Nullable String charged;

    @Option(names = "--released", required = true, description = "It was not charged.")
    boolean released;
  }

  @Override
  Exit run(BudgetLedger ledger, Config config) throws Exception {
    checkStays(config);
    Usd charged = charged();
    Ending ending;
    try {
      ending = Waiting.await(ledger.resolve(id, charged));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
    if (ending != Ending.APPLIED) {
      throw CommandException.usage(why(ledger, ending));
    }
    console()
        .out()
        .println(
            outcome.charged == null
                ? "released: hold %s".formatted(id)
                : "charged $%s: hold %s".formatted(charged, id));
    return Exit.DONE;
  }

  private Usd charged() {
    if (outcome.charged == null) {
      return Usd.ZERO;
    }
    Usd charged = Arguments.read("--charged", outcome.charged, Usd::parse);
    if (charged.isNegative()) {
      throw CommandException.usage(
          "--charged: $%s must not be negative; allowed are $0 and more".formatted(charged));
    }
    return charged;
  }

  /** Ledgers do not tell apart what is unknown and what is in flight; their history does. */
  private String why(BudgetLedger ledger, Ending ending) throws Exception {
    List<LedgerEntry> lines =
        Waiting.await(ledger.history(HistoryQuery.all().id(id))).entries().stream()
            .filter(entry -> entry.id().equals(id))
            .toList();
    if (ending == Ending.ALREADY_ENDED) {
      return lines.stream()
          .filter(entry -> ENDS.contains(entry.kind()))
          .findFirst()
          .map(
              end ->
                  "hold '%s' had ended before, %s at %s with $%s; nothing was changed"
                      .formatted(
                          id, end.kind().name().toLowerCase(Locale.ROOT), end.at(), end.charged()))
          .orElse("hold '%s' had ended before; nothing was changed".formatted(id));
    }
    boolean known = !lines.isEmpty() && lines.stream().noneMatch(e -> ENDS.contains(e.kind()));
    return known
        ? "hold '%s' is still in flight, so its owner ends it; once its lifetime is over it is in"
                .formatted(id)
            + " suspense"
        : "there is no hold '%s'; halftone ledger lists those in suspense".formatted(id);
  }
}
