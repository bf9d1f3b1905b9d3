package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One ledger in one place, which all instances ask over a bad network. */
final class LocalFleet implements SimulatedFleet {
  private final SimulatedWorld world;
  private final WallClock clock;
  private final BudgetLedger ledger;
  private Duration wrongBy = Duration.ZERO;
  private long latestMillis;
  private long steps;

  LocalFleet(SimulatedWorld world, Function<InstantSource, BudgetLedger> ledger) {
    this.world = world;
    this.clock = new WallClock(world.time());
    this.ledger = ledger.apply(clock);
  }

  @Override
  public BudgetLedger connect(String name, BooleanSupplier alive) {
    return new RemoteLedger(this::step, world.network(), alive);
  }

  private BudgetLedger step() {
    steps++;
    return direct();
  }

  @Override
  public void operate() {
    new SimulatedOperator(this, world);
  }

  @Override
  public BudgetLedger direct() {
    latestMillis = Math.max(latestMillis, clock.millis());
    return ledger;
  }

  @Override
  public long latestMillis() {
    return latestMillis;
  }

  @Override
  public long changes() {
    return steps;
  }

  @Override
  public void disturb() {
    Random random = world.random();
    boolean behind = clock.millis() < latestMillis - RedisFleet.BACK.toMillis() / 2;
    Duration by =
        behind || random.nextBoolean()
            ? Duration.ofSeconds(30 + random.nextInt(600))
            : Duration.ofSeconds(-random.nextInt(29));
    wrongBy = wrongBy.plus(by);
    clock.setWrongBy(wrongBy);
    world.trace().add("the ledger's clock moved by %s", by);
  }
}
