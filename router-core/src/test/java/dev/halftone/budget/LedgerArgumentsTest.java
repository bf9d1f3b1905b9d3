package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerArgumentsTest {
  private static final Scope ORG = Scope.parse("org:acme");
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Window TOTAL = new Window.Total();

  @Test
  void id_ofLengthOutOfRange_isRefusedWithItsNameAndTheBounds() {
    LedgerArguments.checkId("id of a hold", "a");
    LedgerArguments.checkId("id of a hold", "x".repeat(BudgetLedger.MAX_ID_LENGTH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerArguments.checkId("id of a part", ""))
        .withMessage("id of a part has 0 characters; allowed are 1 to 200");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerArguments.checkId("id of a hold", "x".repeat(201)))
        .withMessage("id of a hold has 201 characters; allowed are 1 to 200");
  }

  @Test
  void amount_belowZero_isRefusedWithItsNameAndValue() {
    LedgerArguments.checkNotNegative("amount", Usd.ZERO);
    LedgerArguments.checkNotNegative("amount", Usd.ofNanos(Long.MAX_VALUE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerArguments.checkNotNegative("charge", Usd.ofNanos(-1)))
        .withMessageContainingAll("charge", "-0.000000001", "$0 and more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerArguments.checkNotNegative("charge", Usd.ofNanos(Long.MIN_VALUE)));
  }

  @Test
  void lifetime_outOfRange_isRefusedWithTheBounds() {
    LedgerArguments.checkLifetime(Duration.ofMillis(1));
    LedgerArguments.checkLifetime(BudgetLedger.MAX_LIFETIME);
    for (Duration wrong :
        List.of(
            Duration.ofMillis(1).minusNanos(1),
            Duration.ZERO,
            Duration.ofSeconds(Long.MIN_VALUE),
            BudgetLedger.MAX_LIFETIME.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LedgerArguments.checkLifetime(wrong))
          .withMessage(
              "lifetime %s is out of range; allowed are 1 ms to %s",
              wrong, BudgetLedger.MAX_LIFETIME);
    }
  }

  @Test
  void scopes_inAnyOrder_comeInOrderAndStayAsTheyWere() {
    List<Scope> given = new ArrayList<>(List.of(TEAM, ORG));
    List<Scope> inOrder = LedgerArguments.distinct(given);
    given.clear();
    assertThat(inOrder).containsExactly(ORG, TEAM).isUnmodifiable();
    assertThat(LedgerArguments.distinct(List.of())).isEmpty();
    assertThat(LedgerArguments.distinct(Set.of(TEAM))).containsExactly(TEAM);
  }

  @Test
  void scopes_immutableListOfOne_isNotCopied() {
    List<Scope> one = List.of(TEAM);
    assertThat(LedgerArguments.distinct(one)).isSameAs(one);
  }

  @Test
  void scopes_oneNamedTwice_areRefusedWithIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerArguments.distinct(List.of(TEAM, ORG, TEAM)))
        .withMessage("scope 'team:growth' is to be charged twice; name each once");
  }

  @Test
  void budgets_twoOverOneWindow_areRefusedWithBothLimits() {
    Budget total = new Budget(TEAM, Usd.parse("1"), TOTAL);
    Budget hour = new Budget(TEAM, Usd.parse("1"), new Window.Rolling(Duration.ofHours(1)));
    Budget other = new Budget(ORG, Usd.parse("1"), TOTAL);
    LedgerArguments.checkDistinct(List.of(total, hour, other));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LedgerArguments.checkDistinct(
                    List.of(total, hour, new Budget(TEAM, Usd.parse("2"), TOTAL))))
        .withMessageContainingAll("team:growth", "$" + total.limit(), "$" + Usd.parse("2"));
  }

  @Test
  void scope_withoutABudget_isNamedBesideThoseThatHaveOne() {
    assertThat(LedgerArguments.noBudget(TEAM, Stream.of(), 0))
        .hasMessage("scope 'team:growth' has no budget; those that have one: none");
    assertThat(LedgerArguments.noBudget(TEAM, Stream.of(ORG), 1))
        .hasMessage("scope 'team:growth' has no budget; those that have one: org:acme");
    assertThat(LedgerArguments.noBudget(TEAM, runs(10), 10).getMessage()).endsWith("run:8, run:9");
    assertThat(LedgerArguments.noBudget(TEAM, runs(12), 12).getMessage())
        .endsWith("run:8, run:9 and 2 more");
  }

  private static Stream<Scope> runs(int count) {
    return IntStream.range(0, count).mapToObj(run -> Scope.parse("run:" + run));
  }
}
