package dev.halftone.bench;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.RedisLedger;
import dev.halftone.store.RedisLedgerOptions;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.embedded.RedisServer;

/**
 * Question: how long is a step of the Redis ledger over eight scopes, next to the shortest thing
 * that Redis can be asked?
 *
 * <p>Baseline: PING, over the same client, to the same server, which writes its log to disk as the
 * ledger demands. The server does the same work all the time, rounds of reserve, settle and PING;
 * one of the three is timed. What is to be compared is the 99th percentile.
 *
 * <p>With one caller the cores idle for most of a step, and a virtual machine's core that idles for
 * about 0.2 ms is taken away for 0.3 ms more: what is slower than PING crosses that line first. So
 * it is measured twice, also with cores that programs of idle priority keep awake, as those of a
 * busy service are. They take only time that nobody wants; {@code chrt} of util-linux starts them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RedisLedgerBenchmark {
  private static final int SCOPES = 8;

  /** Whether the cores may sleep between two steps. */
  @Param({"asleep", "awake"})
  public String cores = "asleep";

  private final Usd hold = Usd.parse("0.170000");
  private final Usd charged = Usd.parse("0.164700");
  private final Request ping = Request.cmd(Command.PING);
  private final List<dev.halftone.budget.Scope> scopes =
      IntStream.range(0, SCOPES)
          .mapToObj(i -> new dev.halftone.budget.Scope("team", "t" + i))
          .toList();
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer server;
  private final RedisConnection connection;
  private final RedisLedger ledger;
  private final List<Process> wakers = new ArrayList<>();
  private long ids;

  /** Starts a server that keeps what it is told in a directory of its own. */
  public RedisLedgerBenchmark() {
    try {
      int port = freePort();
      Path directory = Files.createTempDirectory("redis");
      server =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("dir " + directory)
              .setting("save \"\"")
              .setting("appendonly yes")
              .build();
      server.start();
      String url = "redis://127.0.0.1:" + port;
      connection = Redis.createClient(vertx, url).connect().await();
      List<Budget> budgets =
          scopes.stream()
              .map(scope -> new Budget(scope, Usd.parse("900000"), new Window.Total()))
              .toList();
      ledger = RedisLedger.connect(vertx, RedisLedgerOptions.at(url).build(), budgets).await();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps every core busy with what gives way to all else. */
  @Setup
  public void wake() throws IOException {
    if (cores.equals("awake")) {
      for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
        wakers.add(
            new ProcessBuilder("chrt", "--idle", "0", "sh", "-c", "while :; do :; done").start());
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Makes sure that the money of every settlement is there, and ends the server. */
  @TearDown
  public void stop() throws IOException {
    wakers.forEach(Process::destroy);
    Usd spent = ledger.budgets().await().get(0).spent();
    if (!spent.equals(charged.times(ids))) {
      throw new IllegalStateException("spent $%s after %d settlements".formatted(spent, ids));
    }
    vertx.close().await();
    server.stop();
  }

  @Benchmark
  public Response baselinePing(BeforePing before) {
    return connection.send(ping).await();
  }

  @Benchmark
  public Reservation reserve(AroundReserve around) {
    return ledger.reserve(around.id, scopes, hold).await();
  }

  @Benchmark
  public Ending settle(AroundSettle around) {
    return ledger.settle(around.id, charged).await();
  }

  private String reserveNext() {
    String id = "h" + ++ids;
    ledger.reserve(id, scopes, hold).await();
    return id;
  }

  /** All but the PING of a round. */
  @State(Scope.Thread)
  public static class BeforePing {
    @Setup(Level.Invocation)
    public void reserveAndSettle(RedisLedgerBenchmark of) {
      of.ledger.settle(of.reserveNext(), of.charged).await();
    }
  }

  /** All but the reservation of a round. */
  @State(Scope.Thread)
  public static class AroundReserve {
    private String id = "";

    @Setup(Level.Invocation)
    public void name(RedisLedgerBenchmark of) {
      id = "h" + ++of.ids;
    }

    @TearDown(Level.Invocation)
    public void settleAndPing(RedisLedgerBenchmark of) {
      of.ledger.settle(id, of.charged).await();
      of.connection.send(of.ping).await();
    }
  }

  /** All but the settlement of a round. */
  @State(Scope.Thread)
  public static class AroundSettle {
    private String id = "";

    @Setup(Level.Invocation)
    public void reserve(RedisLedgerBenchmark of) {
      id = of.reserveNext();
    }

    @TearDown(Level.Invocation)
    public void ping(RedisLedgerBenchmark of) {
      of.connection.send(of.ping).await();
    }
  }
}
