package dev.halftone.router;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plans share: whose turn it is among equals, and that a defect is logged. Thread-safe. */
final class Preferences {
  private static final Logger log = LoggerFactory.getLogger(Preferences.class);

  private final AtomicLong turns = new AtomicLong();
  private final AtomicBoolean logged = new AtomicBoolean();

  long nextTurn() {
    return turns.getAndIncrement();
  }

  /** Logs the first defect of a preference; every decision it meets has it as a warning. */
  void planned(RoutePlan plan) {
    if (plan.defect() != null && logged.compareAndSet(false, true)) {
      log.warn(
          "the preference threw and the objective decides; this is logged once", plan.defect());
    }
  }
}
