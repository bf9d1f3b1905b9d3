package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.router.RoutingPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code halftone.yaml} says, read and checked. Holds keys, so it is never shown.
 *
 * @param providers where to send, in the order of the file
 * @param policy how to route
 * @param budgets what limits the spending; all of them are charged by every request that names none
 * @param ledger where what was spent is kept
 * @param cache how images are kept, or null to keep none
 * @param images the folder that images are written to, or null for the current one
 * @param calibration where corrections learnt from bills are kept, or null to learn none
 */
record Config(
    List<ProviderSettings> providers,
    RoutingPolicy policy,
    List<Budget> budgets,
    LedgerSettings ledger,
    @Nullable CacheSettings cache,
    @Nullable Path images,
    @Nullable CalibrationSettings calibration) {
  Config {
    providers = List.copyOf(providers);
    budgets = List.copyOf(budgets);
  }

  /**
   * The image cache of one process.
   *
   * @param maxBytes at least 0
   * @param ttl positive
   */
  record CacheSettings(long maxBytes, Duration ttl) {}

  @Override
  public String toString() {
    return "Config[%d providers, %d budgets]".formatted(providers.size(), budgets.size());
  }
}
