package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.cost.Usd;
import dev.halftone.router.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Instances that lease slices from one Redis, on clocks that differ by less than they may. */
final class LeasedFleet implements SimulatedFleet {
  private static final int MOST_WRONG_MILLIS = 400;

  private final SimulatedWorld world;
  private final RedisFleet shared;
  private final UnaryOperator<BudgetLedger> way;
  private final Map<String, LeasedLedger> members = new HashMap<>();

  LeasedFleet(SimulatedWorld world) {
    this(world, UnaryOperator.identity());
  }

  /**
   * Makes a fleet with a mistake that is to be found.
   *
   * @param way what stands between each instance and its Redis ledger
   */
  LeasedFleet(SimulatedWorld world, UnaryOperator<BudgetLedger> way) {
    this.world = world;
    this.shared = new RedisFleet(world);
    this.way = way;
  }

  @Override
  public BudgetLedger connect(String name, BooleanSupplier alive) {
    Random random = world.random();
    Duration wrongBy = Duration.ofMillis(random.nextInt(2 * MOST_WRONG_MILLIS) - MOST_WRONG_MILLIS);
    Timers timers = world.timers(alive);
    LeasedLedger member =
        LeasedLedger.create(
            way.apply(shared.connect(name, alive)),
            name,
            LeaseOptions.newBuilder()
                .sliceAmount(Usd.ofNanos(2 * world.workload().most()))
                .onLoss(
                    random.nextBoolean()
                        ? LeaseOptions.OnLoss.REFUSE
                        : LeaseOptions.OnLoss.LEASED_ONLY)
                .build(),
            new WallClock(world.time(), wrongBy),
            timers,
            new Random(random.nextLong()));
    members.put(name, member);
    return member;
  }

  /** The ledger of an instance, dead or alive; null if there never was one of that name. */
  @Nullable LeasedLedger member(String name) {
    return members.get(name);
  }

  @Override
  public void operate() {
    new LeaseOperator(this, world);
  }

  @Override
  public boolean leases() {
    return true;
  }

  @Override
  public BudgetLedger direct() {
    return shared.direct();
  }

  @Override
  public long latestMillis() {
    return shared.latestMillis();
  }

  @Override
  public long changes() {
    return shared.changes();
  }

  @Override
  public void disturb() {
    shared.disturbServer();
  }
}
