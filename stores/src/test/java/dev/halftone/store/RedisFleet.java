package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Real Redis ledgers of many instances, with one simulated Redis that runs the real scripts. */
final class RedisFleet implements SimulatedFleet {
  private static final RedisLedgerOptions OPTIONS =
      RedisLedgerOptions.at("redis://simulated").build();
  private static final Timers NEVER = (delay, task) -> () -> {};

  /** How far the server's clock goes back at most, all in all. */
  static final Duration BACK = Duration.ofSeconds(60);

  /** What {@code appendfsync everysec} may lose, as docs/ledger-redis.md says. */
  static final Duration PROMISED = Duration.ofSeconds(1);

  private final SimulatedWorld world;
  private final WallClock clock;
  private final SimulatedRedis redis;
  private final RedisLedger direct;
  private final Duration tail;
  private Duration wrongBy = Duration.ZERO;

  RedisFleet(SimulatedWorld world) {
    this(world, Duration.ZERO);
  }

  /**
   * Makes one whose server loses what it did last when it goes down.
   *
   * @param tail at most so much of it; of what is promised to be at most a second
   */
  RedisFleet(SimulatedWorld world, Duration tail) {
    this.world = world;
    this.tail = tail;
    this.clock = new WallClock(world.time());
    this.redis = new SimulatedRedis(clock, world.time()::nanos);
    this.direct = direct(redis, clock);
    Simulation.now(direct.declare(world.workload().budgets()));
    if (!tail.isZero()) {
      fallAgain();
    }
  }

  SimulatedRedis redis() {
    return redis;
  }

  @Override
  public BudgetLedger connect(String name, BooleanSupplier alive) {
    return new RedisLedger(
        new SimulatedScripts(redis, world.network(), alive),
        OPTIONS,
        world.timers(alive),
        new Random(world.random().nextLong()),
        // The clock of the instance itself is wrong, by up to a day; the server's decides.
        new WallClock(world.time(), Duration.ofSeconds(world.random().nextInt(86_400))));
  }

  @Override
  public void operate() {
    new SimulatedOperator(this, world);
  }

  @Override
  public BudgetLedger direct() {
    return direct;
  }

  @Override
  public long latestMillis() {
    return redis.latestMillis();
  }

  @Override
  public long changes() {
    return redis.changes();
  }

  @Override
  public void disturb() {
    Random random = world.random();
    switch (random.nextInt(4)) {
      case 0, 1 -> disturbServer();
      case 2 -> {
        boolean behind = clock.millis() < redis.latestMillis() - BACK.toMillis() / 2;
        set(behind ? Duration.ofSeconds(30) : Duration.ofSeconds(-random.nextInt(29)));
      }
      default -> set(Duration.ofSeconds(random.nextInt(600)));
    }
  }

  /** Lets something bad happen that leaves its clock as it is. */
  void disturbServer() {
    Random random = world.random();
    if (random.nextBoolean()) {
      restart(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 8_000)));
    } else {
      world.trace().add("script flush");
      redis.flushScripts();
    }
  }

  private void restart(long nanos) {
    world.trace().add("redis goes down");
    world.network().setDown(true);
    if (!tail.isZero()) {
      lose();
    }
    world
        .time()
        .schedule(
            nanos,
            () -> {
              if (tail.isZero()) {
                redis.restart();
              }
              world.network().setDown(false);
              world.trace().add("redis is up again");
            });
  }

  /** A tail is short, so many are needed for some to have anything in them. */
  private void fallAgain() {
    Random random = world.random();
    long pause = Duration.ofSeconds(random.nextInt(10, 180)).toNanos();
    if (world.time().nanos() + pause < world.workload().life().toNanos()) {
      world
          .time()
          .schedule(
              pause,
              () -> {
                restart(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 2_000)));
                fallAgain();
              });
    }
  }

  private void lose() {
    long now = world.time().nanos();
    long since = now - (long) (world.random().nextDouble() * tail.toNanos());
    world.trace().add("redis loses what it did in the last %d ms", (now - since) / 1_000_000);
    redis.restartWithout(since);
    world.book().lost(Math.max(since, now - PROMISED.toNanos()));
  }

  private void set(Duration by) {
    wrongBy = wrongBy.plus(by);
    clock.setWrongBy(wrongBy);
    world.trace().add("redis: clock moved by %s", by);
  }

  /** A ledger on such a server, with no network between. */
  static RedisLedger direct(SimulatedRedis redis, InstantSource clock) {
    return new RedisLedger(new Direct(redis), OPTIONS, NEVER, new Random(1), clock);
  }

  /** The way to the server without a network. */
  private record Direct(SimulatedRedis redis) implements LocalScripts {
    @Override
    public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
      List<String> words = SimulatedScripts.words("EVAL", Script.TEXT, step, keys, args);
      return new SimulatedScripts.Reply(redis.command(words)).future();
    }
  }
}
