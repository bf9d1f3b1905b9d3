package dev.halftone.router;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Ending;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Ladder.Step;
import dev.halftone.router.Planner.Constraints;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does deciding cost, from {@link #size} candidates of three price lists to money
 * held, and how does that grow with their number?
 *
 * <p>Baseline: the least of as many longs, and compare-and-set on one {@link AtomicLong}. In
 * process: nothing here may be compared with a hop over a proxy. Each hold is released again, so
 * that the budget never fills.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlanBenchmark {
  private static final long LIMIT_NANOS = 1_000_000_000_000L;
  // The newest model has one provider: two of twelve pairs end as exclusions.
  private static final int CANDIDATES_OF_THREE_PROVIDERS = 10;
  private static final List<String> MODELS =
      List.of("gpt-image-2", "gpt-image-1.5", "gpt-image-1-mini", "gpt-image-2.5-flare");
  private static final List<String> PRICE_LISTS =
      List.of("openai", "azure-foundry", "vercel-ai-gateway");

  /** How many candidates there are. */
  @Param({"10", "100", "1000"})
  public int size;

  private final LocalDate day = LocalDate.of(2026, 11, 20);
  private final CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
  private final RoutingPolicy policy = RoutingPolicy.builder().build();
  private final ImageRequest request =
      ImageRequest.builder("a lighthouse in fog").maxCost(Usd.parse("1.00")).build();
  private final ImageSpec spec = ImageSpec.builder().prompt(5, 19).build();
  private final List<Level> levels =
      List.of(
          new Level(
              MODELS.stream().map(model -> new Step(model, Quality.HIGH)).toList(), spec.size()));
  private final List<ImageProvider> providers = new ArrayList<>();
  private final RouteMemories memories = new RouteMemories(System::nanoTime, 2);
  private final List<dev.halftone.budget.Scope> scopes =
      List.of(dev.halftone.budget.Scope.parse("team:growth"));
  private final InMemoryLedger ledger =
      InMemoryLedger.create(
          List.of(
              new Budget(
                  scopes.get(0),
                  Usd.ofNanos(LIMIT_NANOS),
                  new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC))),
          InstantSource.system());
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong left = new AtomicLong(LIMIT_NANOS);
  private Candidates candidates = new Candidates(spec, List.of(), List.of(), List.of());
  private long[] prices = {};

  /** Makes sure that plan and baseline choose the same price and that money is held and freed. */
  @Setup
  public void check() {
    for (int i = 0; i < size / CANDIDATES_OF_THREE_PROVIDERS; i++) {
      for (String priceList : PRICE_LISTS) {
        providers.add(new ListedProvider(priceList + "-" + i, priceList, Set.copyOf(MODELS)));
      }
    }
    candidates = search();
    prices =
        candidates.quoted().stream().mapToLong(one -> one.quote().expected().nanos()).toArray();
    int found = candidates.quoted().size();
    long cheapest = plan().ranked().get(0).candidate().quote().expected().nanos();
    if (found != size || cheapest != least() || plan().ranked().size() != size) {
      throw new IllegalStateException(
          "%d candidates, the plan's price %d, the least %d".formatted(found, cheapest, least()));
    }
    if (planAndReserve() != Ending.APPLIED
        || quotePlanAndReserve() != Ending.APPLIED
        || baselineLeastAndAtomicLong() != LIMIT_NANOS) {
      throw new IllegalStateException("money was not held and freed");
    }
  }

  @Benchmark
  public long baselineLeastAndAtomicLong() {
    long price = least();
    long before = left.get();
    while (before >= price && !left.compareAndSet(before, before - price)) {
      before = left.get();
    }
    return left.addAndGet(price);
  }

  /** What is known of each route, constraints, and the order; no money. */
  @Benchmark
  public RoutePlan plan() {
    return plan(candidates);
  }

  @Benchmark
  public Ending planAndReserve() {
    return reserve(plan(candidates));
  }

  /** The whole decision, all but counting the prompt: every pair is quoted first. */
  @Benchmark
  public Ending quotePlanAndReserve() {
    return reserve(plan(search()));
  }

  private long least() {
    long least = Long.MAX_VALUE;
    for (long price : prices) {
      least = Math.min(least, price);
    }
    return least;
  }

  private Candidates search() {
    return new CandidateSearch(request, policy, estimator, null, day)
        .over(levels, providers, List.of(), spec);
  }

  private RoutePlan plan(Candidates among) {
    Constraints constraints =
        new Constraints(
            policy.preferenceFor(request),
            policy.objectiveFor(request),
            request.maxCost(),
            policy.timeout().toNanos(),
            Set.of(),
            ids.get());
    List<RouteView> views =
        memories.views(among.quoted(), System.nanoTime(), policy.quantilePercent());
    return Planner.plan(among.quoted(), views, constraints);
  }

  private Ending reserve(RoutePlan plan) {
    String id = "d-5eed0001-" + ids.incrementAndGet();
    Usd most = plan.ranked().get(0).candidate().quote().most();
    if (!(ledger.reserve(id, scopes, most).result() instanceof Reservation.Held held)) {
      throw new IllegalStateException("the ledger refused " + id);
    }
    return ledger.release(held.id()).result();
  }
}
