package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.LedgerAudit;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three real servers in a cluster, and a replica of the one that has the ledger. */
@Timeout(90)
class RedisClusterTest {
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Window TOTAL = new Window.Total();

  private final Vertx vertx = Vertx.vertx();
  private final List<RedisServer> servers = new ArrayList<>();

  @BeforeEach
  void join() {
    for (int i = 0; i <= MASTERS; i++) {
      servers.add(
          RedisServer.launch(
              "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--save", ""));
      Request meet = cluster("MEET").arg("127.0.0.1").arg(servers.get(0).port());
      send(servers.get(i), meet);
    }
    for (int i = 0; i < MASTERS; i++) {
      Request slots = cluster("ADDSLOTS");
      IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS).forEach(slots::arg);
      send(servers.get(i), slots);
    }
    servers.forEach(server -> await(server, cluster("INFO"), "cluster_state:ok"::equals));
  }

  @AfterEach
  void close() {
    vertx.close().await();
    servers.forEach(RedisServer::close);
  }

  @Test
  void failover_toAReplicaThatHasAll_losesNothing() {
    int slot = send(servers.get(0), cluster("KEYSLOT").arg("{halftone:main}:meta")).toInteger();
    RedisServer owner = servers.get(slot * MASTERS / SLOTS);
    RedisServer other = servers.get((servers.indexOf(owner) + 1) % MASTERS);
    RedisServer replica = servers.get(MASTERS);
    String ownersName = send(owner, cluster("MYID")).toString();
    await(replica, cluster("NODES"), line -> line.startsWith(ownersName));
    send(replica, cluster("REPLICATE").arg(ownersName));
    await(replica, Request.cmd(Command.INFO).arg("replication"), "master_link_status:up"::equals);

    // Told of one that does not have the ledger's slot.
    BudgetLedger ledger =
        RedisLedger.connect(
                vertx,
                RedisLedgerOptions.at(other.url())
                    .cluster(true)
                    .timeout(Duration.ofSeconds(30))
                    .build(),
                List.of(new Budget(TEAM, Usd.parse("1"), TOTAL)))
            .await();
    reserve(ledger, "a", "0.60");
    reserve(ledger, "b", "0.40");
    assertThat(ledger.settle("a", Usd.parse("0.50")).await()).isEqualTo(Ending.APPLIED);
    assertThat(send(owner, Request.cmd(Command.WAIT).arg(1).arg(0)).toInteger()).isEqualTo(1);

    owner.kill();
    // Repeated until the replica has taken over.
    reserve(ledger, "c", "0.10");
    assertThat(ledger.reserve("d", List.of(TEAM), Usd.parse("0.01")).await())
        .isInstanceOf(Reservation.Refused.class);
    assertThat(ledger.settle("a", Usd.parse("0.50")).await()).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(ledger.settle("b", Usd.parse("0.40")).await()).isEqualTo(Ending.APPLIED);
    BudgetState state = ledger.budgets().await().get(0);
    assertThat(state.spent()).isEqualTo(Usd.parse("0.90"));
    assertThat(state.held()).isEqualTo(Usd.parse("0.10"));
    LedgerAudit.explains(ledger);
  }

  private static void reserve(BudgetLedger ledger, String id, String amount) {
    assertThat(ledger.reserve(id, List.of(TEAM), Usd.parse(amount)).await())
        .isInstanceOf(Reservation.Held.class);
  }

  private static Request cluster(String subcommand) {
    return Request.cmd(Command.CLUSTER).arg(subcommand);
  }

  /** Asks until a line of the answer is as wanted. */
  private void await(RedisServer server, Request request, Predicate<String> wanted) {
    while (send(server, request).toString().lines().map(String::strip).noneMatch(wanted)) {
      Thread.onSpinWait();
    }
  }

  private Response send(RedisServer server, Request request) {
    Redis redis = Redis.createClient(vertx, server.url());
    return redis.send(request).eventually(redis::close).await();
  }
}
