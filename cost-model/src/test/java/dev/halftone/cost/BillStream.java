package dev.halftone.cost;

import java.util.Random;

/**
 * A seeded stream of thinking requests and their bills: the image costs what the quote says, the
 * planning is lognormal around a median that drifts, and is cut off at the declared bound.
 */
final class BillStream {
  static final String PROVIDER = "azure-se";

  /** What was expected of planning, and twenty times that, where the provider stops it. */
  private static final double PLANNED_NANOS = 30_000_000;

  private static final int BOUND = 20;

  private final Drift drift;
  private final Random random;
  private int at;
  private double regime;

  BillStream(Drift drift, long seed) {
    this.drift = drift;
    this.random = new Random(seed);
  }

  /** How the median and the spread of planning move. */
  enum Drift {
    STEADY,
    STEP,
    RAMP,
    STEEP_RAMP,
    SINE,
    REGIMES,
    WIDENING,
    HEAVY_TAIL
  }

  record Bill(Quote quote, Usd charged) {}

  Bill next() {
    // Sizes and prompts of one class differ a little.
    double image = 53_000_000 * (1 + random.nextDouble());
    double planned = PLANNED_NANOS * (0.8 + 0.4 * random.nextDouble());
    double planning = planned * StrictMath.exp(logMedian(at) + spread(at) * noise());
    planning = Math.min(planning, BOUND * planned);
    at++;
    Quote quote = quote((long) image, (long) planned);
    return new Bill(quote, Usd.ofNanos((long) (image + planning)).min(quote.most()));
  }

  private double noise() {
    if (drift != Drift.HEAVY_TAIL) {
      return random.nextGaussian();
    }
    double chiSquare = 0;
    for (int i = 0; i < 3; i++) {
      double gaussian = random.nextGaussian();
      chiSquare += gaussian * gaussian;
    }
    return random.nextGaussian() / StrictMath.sqrt(chiSquare / 3);
  }

  private double spread(int time) {
    return drift == Drift.WIDENING ? 0.3 + 0.6 * time / 20_000 : 0.6;
  }

  private double logMedian(int time) {
    return switch (drift) {
      case STEADY, WIDENING, HEAVY_TAIL -> 0;
      case STEP -> (time / 5_000) % 2 == 0 ? 0 : StrictMath.log(2);
      case RAMP -> StrictMath.log(2) * time / 20_000;
      case STEEP_RAMP -> StrictMath.log(3) * time / 20_000;
      case SINE -> 0.5 * StrictMath.sin(2 * StrictMath.PI * time / 4_000);
      case REGIMES -> {
        if (time == 0 || random.nextInt(1_000) == 0) {
          regime = StrictMath.log(0.5 + 1.5 * random.nextDouble());
        }
        yield regime;
      }
    };
  }

  private static Quote quote(long image, long planned) {
    return Quotes.of(image, image + planned, image + BOUND * planned);
  }
}
