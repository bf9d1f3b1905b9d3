package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.LedgerAudit;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server that is restarted, killed, hung, flushed, or set up wrongly. */
@Timeout(60)
class RedisLedgerFailureTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Window TOTAL = new Window.Total();
  private static final Window DAY = Window.parse("day", ZoneOffset.UTC);
  private static final String SECRET = "s3cr3t-of-the-ledger";

  private final Vertx vertx = Vertx.vertx();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void step_whileTheServerRestarts_isMadeOnceItIsBack() {
    RedisServer server = server("--appendfsync", "always");
    BudgetLedger ledger = ledger(server);
    List<String> ids = ids("early", 20);
    all(ids.stream().map(id -> ledger.reserve(id, List.of(TEAM), Usd.ofNanos(10))).toList());
    server.stop();
    List<Future<Ending>> settled =
        ids.stream().map(id -> ledger.settle(id, Usd.ofNanos(7))).toList();
    server.start();
    assertThat(all(settled)).containsOnly(Ending.APPLIED);
    assertThat(state(ledger).spent()).isEqualTo(Usd.ofNanos(140));
    assertThat(state(ledger).held()).isEqualTo(Usd.ZERO);
    LedgerAudit.explains(ledger);
  }

  @Test
  void step_whileTheServerIsKilled_isMadeExactlyOnce() {
    RedisServer server = server("--appendfsync", "always");
    BudgetLedger ledger = ledger(server);
    for (int round = 0; round < 5; round++) {
      List<String> ids = ids("r" + round + "-", 100);
      List<Future<Ending>> endings =
          ids.stream()
              .map(
                  id ->
                      ledger
                          .reserve(id, List.of(TEAM), Usd.ofNanos(10))
                          .compose(held -> ledger.settle(id, Usd.ofNanos(7))))
              .toList();
      endings.get(20 * round).await();
      server.kill();
      server.start();
      assertThat(all(endings)).containsOnly(Ending.APPLIED);
    }
    assertThat(state(ledger).spent()).isEqualTo(Usd.ofNanos(5 * 100 * 7));
    assertThat(state(ledger).held()).isEqualTo(Usd.ZERO);
    LedgerAudit.explains(ledger);
  }

  @Test
  void scripts_flushed_areLoadedAgain() {
    RedisServer server = server();
    BudgetLedger ledger = ledger(server);
    reserve(ledger, "a", 10);
    send(server, Request.cmd(Command.SCRIPT).arg("FLUSH"));
    reserve(ledger, "b", 10);
    assertThat(ledger.settle("a", Usd.ofNanos(3)).await()).isEqualTo(Ending.APPLIED);
    assertThat(state(ledger).committed()).isEqualTo(Usd.ofNanos(13));
  }

  @Test
  void hungServer_failsInTimeAndLosesNothing() {
    RedisServer server = server();
    BudgetLedger ledger =
        ledger(RedisLedgerOptions.at(server.url()).timeout(Duration.ofMillis(300)));
    reserve(ledger, "a", 10);
    server.hang();
    List<Future<Ending>> unknown =
        List.of(ledger.settle("a", Usd.ofNanos(3)), ledger.release("none"));
    for (Future<Ending> each : unknown) {
      assertThatThrownBy(each::await)
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContainingAll("127.0.0.1:" + server.port(), "300 ms", "repeating", "safe");
    }
    assertThatThrownBy(() -> reserve(ledger, "b", 5))
        .isInstanceOf(LedgerUnavailableException.class);
    server.goOn();
    reserve(ledger, "b", 5);
    assertThat(ledger.settle("a", Usd.ofNanos(3)).await())
        .isIn(Ending.APPLIED, Ending.ALREADY_ENDED);
    assertThat(state(ledger).spent()).isEqualTo(Usd.ofNanos(3));
    assertThat(state(ledger).held()).isEqualTo(Usd.ofNanos(5));
    LedgerAudit.explains(ledger);
  }

  @Test
  void hungServer_goingOnInTime_isNotNoticed() {
    RedisServer server = server();
    BudgetLedger ledger = ledger(server);
    reserve(ledger, "a", 10);
    server.hang();
    Future<Ending> settled = ledger.settle("a", Usd.ofNanos(3));
    server.goOn();
    assertThat(settled.await()).isEqualTo(Ending.APPLIED);
  }

  @Test
  void money_nearTheEndOfItsRange_isExact() {
    BudgetLedger ledger =
        RedisLedger.connect(
                vertx,
                RedisLedgerOptions.at(server().url()).build(),
                List.of(
                    new Budget(TEAM, Usd.ofNanos(Long.MAX_VALUE), TOTAL),
                    new Budget(TEAM, Usd.ofNanos(Long.MAX_VALUE - 1), DAY),
                    new Budget(
                        TEAM,
                        Usd.ofNanos(Long.MAX_VALUE - 2),
                        new Window.Rolling(Duration.ofHours(1)))))
            .await();
    long part = 9_200_000_000_000_000_001L;
    reserve(ledger, "a", part);
    long rest = Long.MAX_VALUE - 2 - part;
    assertThat(ledger.reserve("b", List.of(TEAM), Usd.ofNanos(rest + 1)).await())
        .isInstanceOf(Reservation.Refused.class);
    reserve(ledger, "b", rest);
    assertThat(ledger.settle("a", Usd.ofNanos(part - 1)).await()).isEqualTo(Ending.APPLIED);
    reserve(ledger, "c", 1);
    assertThat(ledger.suspend("c").await()).isEqualTo(Ending.APPLIED);
    assertThatThrownBy(() -> ledger.settle("b", Usd.ofNanos(rest + 3)).await())
        .isInstanceOf(ArithmeticException.class);
    assertThat(ledger.settle("b", Usd.ofNanos(rest + 2)).await()).isEqualTo(Ending.APPLIED);
    for (BudgetState state : ledger.budgets().await()) {
      assertThat(state.committed()).isEqualTo(Usd.ofNanos(Long.MAX_VALUE));
      assertThat(state.overrun()).isEqualTo(Usd.ofNanos(2));
      assertThat(state.suspense()).isEqualTo(Usd.ofNanos(1));
    }
  }

  @Test
  void step_overEightScopes_isOneRoundTrip() {
    RedisServer server = server();
    List<Scope> scopes = IntStream.range(0, 8).mapToObj(i -> new Scope("team", "t" + i)).toList();
    List<Budget> budgets = new ArrayList<>();
    for (Scope scope : scopes) {
      budgets.add(new Budget(scope, Usd.parse("100"), TOTAL));
      budgets.add(new Budget(scope, Usd.parse("10"), DAY));
    }
    BudgetLedger ledger =
        RedisLedger.connect(vertx, RedisLedgerOptions.at(server.url()).build(), budgets).await();
    ledger.reserve("warm", scopes, Usd.ofNanos(1)).await();
    ledger.settle("warm", Usd.ofNanos(1)).await();
    send(server, Request.cmd(Command.CONFIG).arg("RESETSTAT"));
    ledger.reserve("a", scopes, Usd.ofNanos(5)).await();
    ledger.settle("a", Usd.ofNanos(3)).await();
    String stats = send(server, Request.cmd(Command.INFO).arg("commandstats")).toString();
    assertThat(stats).contains("cmdstat_evalsha:calls=2,").doesNotContain("cmdstat_eval:");
  }

  @Test
  void wrongPassword_failsWithoutSayingIt() {
    RedisServer server = server("--requirepass", SECRET);
    RedisLedgerOptions right = options("redis://:" + SECRET + "@127.0.0.1:" + server.port());
    assertThat(RedisLedger.connect(vertx, right, List.of()).await()).isNotNull();
    assertThat(right.toString()).doesNotContain(SECRET);
    RedisLedgerOptions wrong = options("redis://:" + SECRET + "x@127.0.0.1:" + server.port());
    assertThatThrownBy(() -> RedisLedger.connect(vertx, wrong, List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(server.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("NOAUTH");
  }

  @Test
  void wrongUrl_isRefusedWithoutSayingIt() {
    for (String url :
        List.of("http://:" + SECRET + "@x", "redis://:" + SECRET + "@", ":" + SECRET + " @x")) {
      assertThatThrownBy(() -> RedisLedgerOptions.at(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(SECRET)
          .hasMessageContaining("redis://");
    }
  }

  @Test
  void wrongPort_failsAndNamesIt() {
    RedisServer server = server();
    server.stop();
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(server.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  @Test
  void serverThatMayLoseMoney_isRefusedUnlessAccepted() {
    RedisServer evicts = server("--maxmemory-policy", "allkeys-lru");
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(evicts.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContainingAll("maxmemory-policy", "allkeys-lru", "noeviction");
    RedisServer forgets = server("--appendonly", "no");
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(forgets.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("appendonly");
    RedisLedgerOptions accepted = RedisLedgerOptions.at(forgets.url()).lossAccepted(true).build();
    assertThat(RedisLedger.connect(vertx, accepted, List.of()).await()).isNotNull();
  }

  @Test
  void serverWithoutMemory_refusesAStepAsAWhole() {
    RedisServer server = server();
    BudgetLedger ledger = ledger(server);
    reserve(ledger, "a", 10);
    send(server, Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("1"));
    assertThatThrownBy(() -> reserve(ledger, "b", 10))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("OOM");
    assertThatThrownBy(() -> ledger.settle("a", Usd.ofNanos(3)).await())
        .isInstanceOf(LedgerUnavailableException.class);
    send(server, Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("0"));
    assertThat(ledger.settle("a", Usd.ofNanos(3)).await()).isEqualTo(Ending.APPLIED);
    assertThat(state(ledger).committed()).isEqualTo(Usd.ofNanos(3));
    LedgerAudit.explains(ledger);
  }

  @Test
  void keyOfAnotherType_isRefusedAndNamed() {
    RedisServer server = server();
    send(server, Request.cmd(Command.SET).arg("{halftone:main}:history").arg("mine"));
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(server.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContainingAll("{halftone:main}:history", "string", "stream");
    send(server, Request.cmd(Command.DEL).arg("{halftone:main}:history"));
    BudgetLedger ledger = ledger(server);
    send(server, Request.cmd(Command.RENAME).arg("{halftone:main}:history").arg("kept"));
    send(server, Request.cmd(Command.SET).arg("{halftone:main}:history").arg("mine"));
    assertThatThrownBy(() -> reserve(ledger, "a", 10))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(state(ledger).committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void layoutOfAnotherVersion_isRefusedWithTheWaysOut() {
    RedisServer server = server();
    reserve(ledger(server), "a", 10);
    assertThat(state(ledger(server)).committed()).isEqualTo(Usd.ofNanos(10));
    send(server, Request.cmd(Command.HSET).arg("{halftone:main}:budgets").arg("z").arg("3"));
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(server.url()), List.of()).await())
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContainingAll("{halftone:main}:budgets", "another version", "another name");
    send(server, Request.cmd(Command.HDEL).arg("{halftone:main}:budgets").arg("z"));
    assertThatThrownBy(() -> RedisLedger.connect(vertx, options(server.url()), List.of()).await())
        .hasMessageContaining("another version");
  }

  @Test
  void cluster_allKeysOfALedgerAreInOneSlot() {
    RedisServer server = server("--cluster-enabled", "yes");
    Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
    IntStream.range(0, 16_384).forEach(slots::arg);
    send(server, slots);
    while (!send(server, Request.cmd(Command.CLUSTER).arg("INFO"))
        .toString()
        .contains("cluster_state:ok")) {
      Thread.onSpinWait();
    }
    BudgetLedger ledger = ledger(RedisLedgerOptions.at(server.url()).cluster(true));
    reserve(ledger, "a", 10);
    assertThat(ledger.carve("a", "b", Usd.ofNanos(4)).await()).isNotNull();
    assertThat(ledger.suspend("b").await()).isEqualTo(Ending.APPLIED);
    assertThat(ledger.suspended().await()).hasSize(1);
    assertThat(ledger.resolve("b", Usd.ofNanos(4)).await()).isEqualTo(Ending.APPLIED);
    assertThat(ledger.remove(TEAM, TOTAL).await()).isTrue();
    assertThat(ledger.budgets().await()).isEmpty();
  }

  @Test
  void twoLedgers_declaringTheSame_shareTheMoney() {
    RedisServer server = server();
    BudgetLedger one = ledger(server);
    BudgetLedger two = ledger(server);
    reserve(one, "a", 10);
    assertThat(state(two).held()).isEqualTo(Usd.ofNanos(10));
    assertThat(two.settle("a", Usd.ofNanos(10)).await()).isEqualTo(Ending.APPLIED);
    assertThat(one.settle("a", Usd.ofNanos(10)).await()).isEqualTo(Ending.ALREADY_ENDED);
    LedgerAudit.explains(one);
  }

  private RedisServer server(String... settings) {
    RedisServer server = RedisServer.launch(settings);
    open.add(server);
    return server;
  }

  private static RedisLedgerOptions options(String url) {
    return RedisLedgerOptions.at(url).build();
  }

  private BudgetLedger ledger(RedisServer server) {
    return ledger(RedisLedgerOptions.at(server.url()).timeout(Duration.ofSeconds(10)));
  }

  private BudgetLedger ledger(RedisLedgerOptions.Builder options) {
    return RedisLedger.connect(
            vertx, options.build(), List.of(new Budget(TEAM, Usd.parse("100"), TOTAL)))
        .await();
  }

  private Response send(RedisServer server, Request request) {
    Redis redis = Redis.createClient(vertx, server.url());
    return redis.send(request).eventually(redis::close).await();
  }

  private static void reserve(BudgetLedger ledger, String id, long amount) {
    assertThat(ledger.reserve(id, List.of(TEAM), Usd.ofNanos(amount)).await())
        .isInstanceOf(Reservation.Held.class);
  }

  private static BudgetState state(BudgetLedger ledger) {
    return ledger.budgets().await().get(0);
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static <T> List<T> all(List<Future<T>> futures) {
    return futures.stream().map(each -> each.await()).toList();
  }
}
