package dev.halftone.cli;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of jobs and sums what they would cost; sends nothing. */
final class JobsEstimate {
  /** Below this a file is read before anybody could wonder. */
  private static final long WORTH_A_BAR_BYTES = 4L << 20;

  private static final int JOBS_BETWEEN_SHOWS = 1_000;
  private static final int KIB = 1_024;

  private JobsEstimate() {}

  /**
   * Sums.
   *
   * @param only the providers to quote; empty for all
   * @throws CommandException if any line of the file is wrong
   */
  static WhatIf of(
      Console console,
      String name,
      @Nullable Config config,
      Set<String> only,
      boolean batch,
      boolean terminal)
      throws Exception {
    PriceCatalog catalog = Catalogs.of(config);
    JobReader reader = new JobReader(catalog, console.today(), Routers.quotable(config, catalog));
    JobEstimator estimator =
        new JobEstimator(
            Routers.quoting(console, config, catalog),
            CostEstimator.of(catalog),
            console.today(),
            only,
            batch);
    WhatIf whatIf = new WhatIf();
    try (JobFile file = JobFile.open(console, name, reader)) {
      ProgressBar bar =
          file.size() < WORTH_A_BAR_BYTES
              ? null
              : new ProgressBar(console.err(), terminal, kib(file.size()));
      for (Job job = file.next(); job != null; job = file.next()) {
        // After a mistake nothing is printed but mistakes.
        if (file.isSound()) {
          whatIf.add(job, estimator.costs(job.request()));
        }
        if (bar != null && file.jobs() % JOBS_BETWEEN_SHOWS == 0) {
          bar.show(kib(file.bytes()), "KiB, %d jobs".formatted(file.jobs()));
        }
      }
      if (bar != null) {
        bar.close();
      }
      file.requireSound();
    }
    return whatIf;
  }

  private static int kib(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE / KIB, bytes / KIB);
  }
}
