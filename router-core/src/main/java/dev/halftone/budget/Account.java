package dev.halftone.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All budgets of one scope, in the order they were set first. Immutable but for the tallies. */
final class Account {
  final Scope scope;
  final List<Scope> alone;
  final Tally[] tallies;

  private Account(Scope scope, List<Scope> alone, Tally[] tallies) {
    this.scope = scope;
    this.alone = alone;
    this.tallies = tallies;
  }

  static Account of(Budget budget) {
    Scope scope = budget.scope();
    return new Account(scope, List.of(scope), new Tally[] {new Tally(budget)});
  }

  Account with(Budget budget) {
    Tally[] more = Arrays.copyOf(tallies, tallies.length + 1);
    more[tallies.length] = new Tally(budget);
    return new Account(scope, alone, more);
  }

  Account without(Tally tally) {
    List<Tally> rest = new ArrayList<>(List.of(tallies));
    rest.remove(tally);
    return new Account(scope, alone, rest.toArray(Tally[]::new));
  }
}
