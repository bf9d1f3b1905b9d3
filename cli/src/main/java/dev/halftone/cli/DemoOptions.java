package dev.halftone.cli;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Fault;
import dev.halftone.simulator.FaultRates;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration is to do.
 *
 * @param requests how many, 1 to {@value #MAX_REQUESTS}
 * @param budget the company's limit; teams and campaigns get parts of it
 * @param out where images are written; null to write none
 * @param seed traffic, pictures and faults follow from it
 * @param timeScale simulated seconds in a real one, 1 to 10,000
 * @param inFlight requests at a time, at least 1
 * @param sizes the sizes asked for, the usual ones first
 * @param faults how often each provider misbehaves
 */
record DemoOptions(
    int requests,
    Usd budget,
    @Nullable Path out,
    long seed,
    int timeScale,
    int inFlight,
    List<ImageSize> sizes,
    FaultRates faults) {
  static final int MAX_REQUESTS = 5_000;

  /** Far more than a good day has, so that every kind of trouble shows within 200 requests. */
  static final FaultRates TROUBLED_DAY =
      FaultRates.newBuilder()
          .rate(Fault.OVERLOAD, 0.03)
          .rate(Fault.SERVER_ERROR, 0.03)
          .rate(Fault.CUT_BEFORE_WORK, 0.01)
          .rate(Fault.CUT_AFTER_WORK, 0.015)
          .rate(Fault.REFUSAL, 0.015)
          .build();

  DemoOptions {
    if (requests < 1 || requests > MAX_REQUESTS) {
      throw new IllegalArgumentException(
          "requests is %d; allowed are 1 to %d".formatted(requests, MAX_REQUESTS));
    }
    if (budget.isNegative()) {
      throw new IllegalArgumentException("budget %s must not be negative".formatted(budget));
    }
    if (timeScale < 1 || timeScale > 10_000) {
      throw new IllegalArgumentException(
          "time scale is %d; allowed are 1 to 10000".formatted(timeScale));
    }
    if (inFlight < 1) {
      throw new IllegalArgumentException(
          "in flight is %d; it must be positive".formatted(inFlight));
    }
    sizes = List.copyOf(sizes);
  }
}
