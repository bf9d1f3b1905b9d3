package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fleets of instances that crash, on a network that loses and doubles, in virtual time. {@code
 * -Dhalftone.simulation.seeds=500} makes it the long run, {@code -Dhalftone.simulation.seed=17}
 * replays one seed.
 */
class SimulationTest {
  private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
  private static final int SEEDS = Integer.getInteger("halftone.simulation.seeds", 3);
  private static final Duration LIFE = Duration.ofMinutes(150);
  private static final int SEEDS_UNTIL_FOUND = 3;

  static LongStream seeds() {
    Long one = Long.getLong("halftone.simulation.seed");
    return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void redisLedger_anyLife_keepsThePromise(long seed) {
    run("redis", seed, RedisFleet::new);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void redisLedger_thatLosesItsLastSecond_losesNothingElse(long seed) {
    run("redis, everysec", seed, world -> new RedisFleet(world, RedisFleet.PROMISED));
  }

  @Test
  void redisLedger_thatLosesMoreThanItMay_isFound() {
    checkIsFound(world -> new RedisFleet(world, Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void inMemoryLedger_anyLife_keepsThePromise(long seed) {
    Workload workload = workload(seed, LIFE);
    run(
        "memory",
        seed,
        world -> new LocalFleet(world, clock -> InMemoryLedger.create(workload.budgets(), clock)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leasedLedger_anyLife_keepsThePromise(long seed) {
    run("leased", seed, LeasedFleet::new);
  }

  private static void run(String kind, long seed, Function<SimulatedWorld, SimulatedFleet> fleet) {
    Simulation.Report report = Simulation.run(seed, workload(seed, LIFE), fleet);
    LOG.info("{}: {}", kind, report);
    assertThat(report.held()).isGreaterThan(20);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "reserves without looking",
            replace("if not covers(each.room, money) then", "if false then")),
        Arguments.of(
            "looks at the first limit only",
            replace(
                "for _, each in ipairs(all) do\n    if not covers(each.room, money)",
                "for _, each in ipairs({ all[1] }) do\n    if not covers(each.room, money)")),
        Arguments.of(
            "charges one scope of several",
            replace(
                "halves(negated(money))\n  for _, each in ipairs(all) do",
                "halves(negated(money))\n  for _, each in ipairs({ all[1] }) do")),
        Arguments.of(
            "ends a hold twice",
            replace("call('HDEL', HOLDS, id)\ncall('ZREM', hold.state", "call('ZREM', hold.state")),
        Arguments.of(
            "forgets its own repetition",
            replace("return { made and 'APPLIED' or 'ALREADY_ENDED' }", "return { 'UNKNOWN' }")),
        Arguments.of(
            "lowers a limit and forgets what stands on it",
            replace(
                "add(old.number, negated(old.most))\n    add(old.number, most)",
                "call('HSET', BUDGETS, old.number, most)")),
        Arguments.of(
            "raises the room and not the limit",
            replace(
                "configured(most, old.from, old.to, window, percents, scope))\n  end",
                "configured(old.most, old.from, old.to, window, percents, scope))\n  end")),
        Arguments.of(
            "takes away the wrong limit of a scope",
            replace(
                "if described(each).window == window then gone",
                "if described(each) and not gone then gone")),
        Arguments.of(
            "gives the number of one limit to another",
            replace(
                "line('BUDGET_REMOVED'",
                "call('HINCRBY', BUDGETS, 'n', '-1')\nline('BUDGET_REMOVED'")),
        Arguments.of(
            "loses what is in suspense",
            replace("call('ZADD', SUSPENSE, text(since), hold.id)", "")),
        Arguments.of(
            "adds money as doubles",
            replace(
                "if #money < 16 then return 0, tonumber(money) end",
                "if money then return 0, tonumber(money) end")));
  }

  private static UnaryOperator<String> replace(String part, String by) {
    return script -> script.replace(part, by);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void plantedMistake_isFoundWithItsSeed(String name, UnaryOperator<String> mistake) {
    assertThat(mistake.apply(Script.TEXT)).as("the mistake can be made").isNotEqualTo(Script.TEXT);
    checkIsFound(
        world -> {
          RedisFleet fleet = new RedisFleet(world);
          fleet.redis().plant(mistake);
          return fleet;
        });
  }

  static Stream<Arguments> leasedMistakes() {
    return Stream.of(
        Arguments.of(
            "gives back what was spent",
            (UnaryOperator<BudgetLedger>)
                shared ->
                    new ForwardingLedger(shared) {
                      @Override
                      public Future<Ending> settle(String id, Usd charged) {
                        return super.release(id);
                      }
                    }),
        Arguments.of(
            "leases more than was reserved",
            (UnaryOperator<BudgetLedger>)
                shared ->
                    new ForwardingLedger(shared) {
                      @Override
                      public Future<Reservation> reserve(
                          String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
                        Usd half = Usd.ofNanos(amount.nanos() / 2);
                        return super.reserve(id, scopes, half, lifetime);
                      }
                    }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leasedMistakes")
  void plantedMistakeInLeases_isFoundWithItsSeed(String name, UnaryOperator<BudgetLedger> mistake) {
    checkIsFound(world -> new LeasedFleet(world, mistake));
  }

  private static void checkIsFound(Function<SimulatedWorld, SimulatedFleet> fleet) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS_UNTIL_FOUND; seed++) {
                Simulation.run(seed, workload(seed, LIFE), fleet);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("halftone.simulation.seed=")
        .hasMessageContaining("the last steps");
  }

  @Test
  void oneSeed_twice_isOneAndTheSameLife() {
    assertThat(Simulation.run(3, workload(3, Duration.ofMinutes(30)), RedisFleet::new))
        .isEqualTo(Simulation.run(3, workload(3, Duration.ofMinutes(30)), RedisFleet::new));
  }

  /** Even seeds count in amounts beyond 2^53; every third has bills above the hold. */
  private static Workload workload(long seed, Duration life) {
    long most = seed % 2 == 0 ? 2_000_000_000_000_003L : 1_000;
    List<Scope> scopes =
        Stream.of("org:acme", "org:beta", "team:a", "team:b", "team:c", "user:x", "user:y", "run:z")
            .map(Scope::parse)
            .toList();
    Window total = new Window.Total();
    Window hour = new Window.Rolling(Duration.ofHours(1));
    Window minutes = new Window.Rolling(Duration.ofMinutes(7));
    Window day = new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC);
    Window berlin = new Window.Calendar(Window.Unit.DAY, ZoneId.of("Europe/Berlin"));
    List<Budget> budgets = new ArrayList<>();
    budgets.add(budget(scopes.get(0), 25 * most, total));
    budgets.add(budget(scopes.get(1), 40 * most, total));
    budgets.add(budget(scopes.get(1), 15 * most, day));
    budgets.add(budget(scopes.get(2), 5 * most, minutes));
    budgets.add(budget(scopes.get(3), 40 * most, berlin));
    budgets.add(budget(scopes.get(4), 20 * most, hour));
    budgets.add(budget(scopes.get(4), 70 * most, total));
    budgets.add(budget(scopes.get(5), 50 * most, total));
    budgets.add(budget(scopes.get(6), 9 * most, minutes));
    budgets.add(budget(scopes.get(7), Long.MAX_VALUE, total));
    return new Workload(
        budgets,
        scopes,
        most,
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        seed % 3 == 0 ? 2 : 0,
        life);
  }

  private static Budget budget(Scope scope, long nanos, Window window) {
    return new Budget(scope, Usd.ofNanos(nanos), window, List.of(50, 90));
  }
}
