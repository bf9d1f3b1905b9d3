package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cache.Coalescer;
import dev.halftone.cache.ImageCache;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.CostEstimator;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything one router is made of, shared by the requests it serves. */
record RouterParts(
    List<ImageProvider> providers,
    List<BatchLane> lanes,
    CostEstimator estimator,
    @Nullable Calibration calibration,
    RoutingPolicy policy,
    BudgetLedger ledger,
    List<Scope> defaultCharge,
    @Nullable ImageCache cache,
    Coalescer<ImageRequest, Served> coalescer,
    RouteMemories memories,
    Preferences preferences,
    RetryBudget retryBudget,
    RouterListener listener,
    DecisionLog decisions,
    Timers timers,
    InstantSource clock,
    LongSupplier ticker) {

  /** The batch lanes whose promise is within what the request allows. */
  List<BatchLane> lanesFor(ImageRequest request) {
    Duration deadline = request.deadline();
    return deadline == null
        ? List.of()
        : lanes.stream().filter(lane -> lane.window().compareTo(deadline) <= 0).toList();
  }

  /** The day by which prices and shutdowns are looked up, in UTC as the catalogue's dates are. */
  LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
