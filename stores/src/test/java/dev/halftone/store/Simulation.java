package dev.halftone.store;

import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.LedgerAudit;
import dev.halftone.budget.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** One life of a fleet, from one seed, with the promise checked after every step. */
final class Simulation {
  private static final int INSTANCES = 6;
  private static final Duration REST = Duration.ofMinutes(20);

  private final long seed;
  private final SimulatedWorld world;
  private final SimulatedFleet fleet;
  private final List<SimulatedInstance> instances = new ArrayList<>();
  private int born;
  private long lookedAt = -1;

  /**
   * What a simulation that found nothing has to say.
   *
   * @param steps lines of its trace
   * @param held calls that were given money
   * @param usedPercent how much was spent of the fullest total budget, in percent of its first
   *     limit
   * @param demandPercent the most that was asked for on one of them, in percent
   */
  record Report(long seed, long steps, long held, long usedPercent, long demandPercent) {}

  private Simulation(long seed, Workload workload, Function<SimulatedWorld, SimulatedFleet> fleet) {
    this.seed = seed;
    this.world = new SimulatedWorld(seed, workload);
    this.fleet = fleet.apply(world);
    world.keep(
        new CallBook(
            workload.budgets(),
            world.time(),
            this.fleet::latestMillis,
            RedisFleet.BACK.toMillis(),
            this.fleet.leases()));
  }

  /** Runs one seed; an {@link AssertionError} tells the seed and the last steps. */
  static Report run(long seed, Workload workload, Function<SimulatedWorld, SimulatedFleet> fleet) {
    Simulation simulation = new Simulation(seed, workload, fleet);
    try {
      return simulation.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s%nseed %d; replay it with -Dhalftone.simulation.seed=%d%nthe last steps:%n%s"
              .formatted(e.getMessage(), seed, seed, simulation.world.trace()),
          e);
    }
  }

  /** What a future brings that is complete already. */
  static <T> T now(Future<T> future) {
    if (!future.isComplete()) {
      throw new AssertionError("a step without a network is not complete at once");
    }
    if (future.failed()) {
      throw new AssertionError("a step without a network failed", future.cause());
    }
    return future.result();
  }

  private Report run() {
    fleet.look();
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(instance());
    }
    fleet.operate();
    new SimulatedLimits(fleet, world);
    world.time().schedule(Duration.ofMinutes(2).toNanos(), this::trouble);
    Duration life = world.workload().life();
    until(life);
    world.network().setTrouble(0);
    instances.forEach(SimulatedInstance::rest);
    until(life.plus(REST));
    world.end();
    return report();
  }

  private SimulatedInstance instance() {
    return new SimulatedInstance("i" + ++born, fleet, world);
  }

  private void trouble() {
    if (world.time().nanos() > world.workload().life().toNanos()) {
      return;
    }
    Random random = world.random();
    world.network().setTrouble(random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.4);
    if (random.nextBoolean()) {
      int which = random.nextInt(INSTANCES);
      instances.get(which).crash();
      instances.set(which, instance());
    } else {
      fleet.disturb();
    }
    world.time().schedule(Duration.ofSeconds(random.nextInt(20, 500)).toNanos(), this::trouble);
  }

  private void until(Duration end) {
    while (world.time().nanos() < end.toNanos() && world.time().step()) {
      world.check();
      if (fleet.changes() != lookedAt) {
        world.book().check(fleet.look());
        lookedAt = fleet.changes();
      }
    }
  }

  private Report report() {
    for (SimulatedCall call : world.book().open()) {
      if (call.endAsked) {
        // Its end was made, but who asked for it never heard so, or died before.
        world.book().answered(call, Ending.ALREADY_ENDED);
      } else if (call.held && !call.shaken) {
        throw new AssertionError("hold %s never ended".formatted(call.id));
      }
    }
    long used = 0;
    long demand = 0;
    for (BudgetState state : fleet.look()) {
      if (!state.held().isZero() || !state.suspense().isZero()) {
        throw new AssertionError("money is left over: %s".formatted(state));
      }
      if (state.budget().window() instanceof Window.Total) {
        checkBilled(state);
        long percent = Math.max(1, world.workload().limitNanos(state.budget()) / 100);
        used = Math.max(used, state.spent().minus(state.overrun()).nanos() / percent);
        demand = Math.max(demand, world.book().demanded(state.budget().scope()) / percent);
      }
    }
    LedgerAudit.explains(fleet.direct());
    return new Report(seed, world.trace().steps(), world.book().heldCalls(), used, demand);
  }

  private void checkBilled(BudgetState state) {
    BudgetTruth truth = world.book().limits().truth(state.budget());
    long spent = state.spent().nanos();
    if (spent < truth.billedLeast() - truth.slack() || spent - truth.slack() > truth.billedMost()) {
      throw new AssertionError(
          "%d to %d nano-dollars were billed, but %s"
              .formatted(truth.billedLeast(), truth.billedMost(), state));
    }
  }
}
