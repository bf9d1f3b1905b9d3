package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  @ParameterizedTest
  @CsvSource({
    "0, 50, 0",
    "1, 1, 1",
    "100, 33, 33",
    "101, 50, 51",
    "9223372036854775807, 100, 9223372036854775807",
    "9223372036854775807, 99, 9131138316486228049"
  })
  void share_ofAnyLimit_isRoundedUpAndNeverOverflows(long limit, int percent, long share) {
    Budget budget = new Budget(Scope.parse("team:growth"), Usd.ofNanos(limit), new Window.Total());
    assertThat(budget.share(percent).nanos()).isEqualTo(share);
  }
}
