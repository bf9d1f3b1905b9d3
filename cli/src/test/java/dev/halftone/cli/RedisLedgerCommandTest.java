package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import dev.halftone.router.Timers;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import dev.halftone.store.LeaseOptions;
import dev.halftone.store.LeasedLedger;
import dev.halftone.store.RedisLedger;
import dev.halftone.store.RedisLedgerOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The command over a real Redis on loopback. */
class RedisLedgerCommandTest {
  private static final String KEY = "sk-test-never-shown";
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Scope ORG = Scope.parse("org:acme");

  @TempDir Path folder;
  private Vertx vertx;
  private RedisServer redis;
  private String url;

  @BeforeEach
  void start() throws Exception {
    vertx = Waiting.vertx();
    int port = freePort();
    url = "redis://127.0.0.1:" + port;
    redis =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("dir " + Files.createDirectory(folder.resolve("redis")))
            .setting("save \"\"")
            .setting("appendonly yes")
            .build();
    redis.start();
  }

  @AfterEach
  void stop() throws Exception {
    Waiting.await(vertx.close());
    redis.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void configure(String baseUrl, String lease) throws IOException {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers: { openai: { type: openai, api-key: "${OPENAI_API_KEY}", base-url: "%s" } }
        budgets:
          - { scope: "team:growth", limit: 10 }
          - { scope: "org:acme", limit: 20 }
        ledger: { type: redis, url: "%s", name: cli%s }
        """
            .formatted(baseUrl, url, lease));
  }

  private Run run(String... args) {
    return Run.in(folder, Map.of("OPENAI_API_KEY", KEY), args);
  }

  private JsonNode budget(String scope) {
    Run run = run("ledger", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("ledger").asText()).isEqualTo("redis");
    for (JsonNode budget : run.json().get("budgets")) {
      if (budget.get("scope").asText().equals(scope)) {
        return budget;
      }
    }
    throw new AssertionError(scope + " has no budget: " + run.out());
  }

  private RedisLedger connect() throws Exception {
    return Waiting.await(
        RedisLedger.connect(vertx, RedisLedgerOptions.at(url).name("cli").build(), List.of()));
  }

  @Test
  void ledger_afterAnotherProcessLostACall_showsItAndResolvesItOnce() throws Exception {
    configure("http://127.0.0.1:1", "");
    assertThat(budget("team:growth").get("limit_usd").asText()).isEqualTo("10.000000");
    BudgetLedger other = connect();
    Waiting.await(other.reserve("paid", List.of(TEAM), Usd.parse("3")));
    Waiting.await(other.settle("paid", Usd.parse("2.000000001")));
    Waiting.await(other.reserve("lost", List.of(TEAM, ORG), Usd.parse("1.5")));
    Waiting.await(other.reserve("flying", List.of(TEAM), Usd.parse("1")));
    Waiting.await(other.suspend("lost"));

    Run shown = run("ledger", "--json");
    assertThat(shown.json().get("outlives_the_command").asBoolean()).isTrue();
    assertThat(shown.json().at("/suspended/0/id").asText()).isEqualTo("lost");
    assertThat(shown.out() + shown.err()).doesNotContain(KEY);
    JsonNode before = budget("team:growth");
    assertThat(before.get("spent_usd").asText()).isEqualTo("2.000000001");
    assertThat(before.get("held_usd").asText()).isEqualTo("1.000000");
    assertThat(before.get("suspense_usd").asText()).isEqualTo("1.500000");

    Run flying = run("ledger", "resolve", "flying", "--released");
    assertThat(flying.exit()).isEqualTo(2);
    assertThat(flying.err()).contains("still in flight");
    Run charged = run("ledger", "resolve", "lost", "--charged", "0.25");
    assertThat(charged.exit()).as(charged.err()).isZero();
    Run again = run("ledger", "resolve", "lost", "--released");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("hold 'lost' had ended before, resolved").contains("0.250000");
    assertThat(budget("team:growth").get("spent_usd").asText()).isEqualTo("2.250000001");
    assertThat(budget("org:acme").get("spent_usd").asText()).isEqualTo("0.250000");
    assertThat(budget("team:growth").get("suspense_usd").asText()).isEqualTo("0.000000");
  }

  @Test
  void limit_setByTheCommand_bindsOtherProcessesUntilItIsRemoved() throws Exception {
    configure("http://127.0.0.1:1", "");
    Run set = run("ledger", "limit", "run:nightly", "total", "0.5");
    assertThat(set.exit()).as(set.err()).isZero();
    BudgetLedger other = connect();
    Scope nightly = Scope.parse("run:nightly");

    assertThat(Waiting.await(other.reserve("dear", List.of(nightly), Usd.parse("0.6"))).toString())
        .contains("Refused");
    assertThat(budget("run:nightly").get("refusals").asInt()).isEqualTo(1);
    assertThat(run("ledger", "limit", "run:nightly", "total", "0.7").exit()).isZero();
    assertThat(Waiting.await(other.reserve("dear", List.of(nightly), Usd.parse("0.6"))).toString())
        .contains("Held");
    assertThat(run("ledger", "limit", "run:nightly", "total", "none").exit()).isZero();
    assertThat(run("ledger", "--json").out()).doesNotContain("run:nightly");
    assertThat(run("ledger", "limit", "team:growth", "total", "5").err())
        .contains("the configuration sets the limit");
  }

  @Test
  void leases_ofACommandThatSpent_areGivenBackAtItsEnd() throws Exception {
    Simulator simulator =
        Simulator.create(vertx, SimulatorOptions.calm().apiKey(KEY).clock(() -> Run.TODAY).build());
    Waiting.await(simulator.listen(0));
    configure(simulator.openAiBaseUrl(), ", lease: { slice: 1, policy: refuse }");
    Run spent =
        run(
            "generate",
            "A red fox reading the news",
            "--model",
            "gpt-image-2",
            "--size",
            "1024x1024",
            "--quality",
            "low",
            "--charge",
            "team:growth",
            "--json");
    Waiting.await(simulator.close());

    assertThat(spent.exit()).as(spent.err()).isZero();
    JsonNode budget = budget("team:growth");
    assertThat(budget.get("spent_usd").asText()).isEqualTo(spent.json().get("cost_usd").asText());
    assertThat(budget.get("held_usd").asText()).isEqualTo("0.000000");
    assertThat(budget.get("suspense_usd").asText()).isEqualTo("0.000000");
    assertThat(run("ledger", "--history").out()).contains("lease:").contains("settled");
  }

  @Test
  void leases_ofAProcessThatDied_areResolvedByHand() throws Exception {
    configure("http://127.0.0.1:1", ", lease: { slice: 1 }");
    budget("team:growth");
    Vertx dying = Waiting.vertx();
    LeasedLedger leased =
        LeasedLedger.create(
            Waiting.await(
                RedisLedger.connect(
                    dying, RedisLedgerOptions.at(url).name("cli").build(), List.of())),
            "worker",
            LeaseOptions.newBuilder().sliceAmount(Usd.parse("1")).build(),
            InstantSource.system(),
            Timers.of(dying),
            new Random(1));
    Waiting.await(leased.reserve("lost", List.of(TEAM, ORG), Usd.parse("0.5")));
    Waiting.await(leased.suspend("lost"));
    for (int looks = 0; looks < 1_000 && Waiting.await(leased.suspended()).size() < 2; looks++) {
      // What leaves its slices is brought to the server afterwards.
    }
    Waiting.await(dying.close());

    assertThat(budget("team:growth").get("held_usd").asText()).isEqualTo("0.500000");
    for (String part : List.of("lost@org:acme", "lost@team:growth")) {
      Run charged = run("ledger", "resolve", part, "--charged", "0.125");
      assertThat(charged.exit()).as(charged.err()).isZero();
    }
    assertThat(budget("team:growth").get("spent_usd").asText()).isEqualTo("0.125000");
    assertThat(budget("org:acme").get("spent_usd").asText()).isEqualTo("0.125000");
    Run slice = run("ledger", "--history", "--scope", "team:growth");
    assertThat(slice.out()).contains("lease:worker-");
  }
}
