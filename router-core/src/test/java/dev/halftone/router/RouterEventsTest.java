package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Tier;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterEventsTest {
  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @Test
  void events_refusalFailureAndSuccess_comeInOrderAndInPairs() {
    openAi.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("HTTP 500"));
    Rig rig = new Rig("0.10", openAi, azure);

    rig.succeed(request().tier(Tier.FINAL));

    assertThat(rig.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "Started",
            "BudgetRefused",
            "AttemptStarted",
            "AttemptEnded",
            "BudgetRefused",
            "AttemptStarted",
            "AttemptEnded",
            "Finished");
    assertThat(rig.events).extracting(RouterEvent::decisionId).containsOnly("d-bb0f1798a3773418-1");
  }

  @Test
  void generate_listenerThrows_theRequestSucceedsAndOthersHearOfIt() {
    Rig rig =
        new Rig(
            "1",
            List.of(openAi),
            builder ->
                builder.listener(
                    event -> {
                      throw new IllegalStateException("listener bug");
                    }));

    rig.succeed(request().model("gpt-image-2"));

    assertThat(rig.events(RouterEvent.Finished.class)).hasSize(1);
  }

  @Test
  void decisions_manyRequests_keepsTheLatestOnly() {
    Rig rig = new Rig("10", List.of(openAi), builder -> builder.decisionsKept(3));
    for (int i = 0; i < 5; i++) {
      rig.succeed(request().model("gpt-image-2"));
    }

    assertThat(rig.router.decisions())
        .extracting(DecisionRecord::id)
        .containsExactly("d-bb0f1798a3773418-3", "d-bb0f1798a3773418-4", "d-bb0f1798a3773418-5");
  }

  @Test
  void decision_anyRequest_neverHoldsThePrompt() {
    openAi.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(Kind.PROMPT_REFUSED).build("refused"));
    Rig rig = new Rig("1", openAi);
    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    DecisionRecord decision = rig.router.decision(failure.decisionId()).orElseThrow();

    assertThat(decision.toString() + decision.explain() + failure)
        .doesNotContain("lighthouse")
        .contains("prompt_refused");
    assertThat(request().build().toString()).doesNotContain("lighthouse");
  }

  @Test
  void metrics_requests_areCountedUnderTheNamesOfTheContract() {
    MockClock clock = new MockClock();
    SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    RouterMetrics metrics = RouterMetrics.bind(registry);
    Rig rig = new Rig("0.10", List.of(openAi), builder -> builder.listener(metrics));
    metrics.watch(rig.ledger);

    rig.succeed(request().model("gpt-image-2"));
    rig.fail(request().model("gpt-image-2"));
    clock.add(Duration.ofSeconds(1));

    assertThat(registry.get("halftone.requests").tag("outcome", "ok").counter().count())
        .isEqualTo(1);
    assertThat(
            registry.get("halftone.requests").tag("outcome", "budget_exceeded").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("halftone.provider.calls").tag("provider", "openai").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("halftone.provider.duration").timer().count()).isEqualTo(1);
    assertThat(registry.get("halftone.request.duration").timers()).hasSize(2);
    assertThat(registry.get("halftone.cost").counter().count()).isEqualTo(0.05273);
    assertThat(registry.get("halftone.estimate.error").summary().count()).isEqualTo(1);
    assertThat(registry.get("halftone.budget.refused").counter().count()).isEqualTo(1);
    assertThat(registry.get("halftone.budget.spent").tag("scope.kind", "team").gauge().value())
        .isEqualTo(0.05273);
    assertThat(registry.get("halftone.budget.limit").gauge().value()).isEqualTo(0.1);
  }
}
