package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the router tells a ledger of a hold's lifetime, and what it passes on of its warnings. */
class HoldLifetimeTest {
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Budget BUDGET =
      new Budget(Rig.TEAM, Usd.parse("10"), new Window.Total(), List.of(80));

  private final WarningLedger ledger = new WarningLedger();

  /** Warns with every hold. */
  private static final class WarningLedger extends ForwardingLedger {
    final List<Duration> lifetimes = new ArrayList<>();

    WarningLedger() {
      super(InMemoryLedger.create(List.of(BUDGET), () -> Instant.EPOCH));
    }

    @Override
    public Future<Reservation> reserve(
        String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
      lifetimes.add(lifetime);
      return super.reserve(id, scopes, amount, lifetime)
          .map(
              held ->
                  new Reservation.Held(
                      id, amount, List.of(new BudgetWarning(BUDGET, 80, Usd.parse("8.5")))));
    }
  }

  private Rig rig(RouterListener listener, Duration timeout) {
    return new Rig(
        "1",
        List.of(FakeProvider.openAi()),
        builder ->
            builder
                .ledger(ledger)
                .listener(listener)
                .policy(RoutingPolicy.builder().timeout(timeout).build()));
  }

  @Test
  void hold_requestWithATimeout_livesForItAndAMargin() {
    Rig rig = rig(event -> {}, Duration.ofSeconds(90));
    rig.succeed(request().model("gpt-image-2"));
    rig.succeed(request().model("gpt-image-2").deadline(Duration.ofMinutes(20)));

    assertThat(ledger.lifetimes)
        .containsExactly(Duration.ofSeconds(90).plus(MARGIN), Duration.ofMinutes(20).plus(MARGIN));
  }

  @Test
  void hold_endlessTimeout_livesAsLongAsALedgerAllows() {
    rig(event -> {}, Duration.ofDays(3_650)).succeed(request().model("gpt-image-2"));

    assertThat(ledger.lifetimes).containsExactly(BudgetLedger.MAX_LIFETIME);
  }

  @Test
  void warning_ofTheLedger_reachesListenersRecordAndMetrics() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Rig rig = rig(RouterMetrics.bind(registry), Duration.ofSeconds(90));

    String id = rig.succeed(request().model("gpt-image-2")).receipt().decisionId();

    assertThat(rig.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Started", "BudgetWarned", "AttemptStarted", "AttemptEnded", "Finished");
    String sentence =
        "budget team:growth has reached 80 % of its limit of $10.000000 (total):"
            + " $8.500000 committed";
    DecisionRecord decision = rig.router.decision(id).orElseThrow();
    assertThat(decision.warnings()).containsExactly(sentence);
    assertThat(decision.explain()).contains("  warning  " + sentence);
    assertThat(registry.get("halftone.budget.warned").tag("scope.kind", "team").counter().count())
        .isEqualTo(1);
  }
}
