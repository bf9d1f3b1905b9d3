package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cache.Coalescer;
import dev.halftone.cache.ImageCache;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.CostEstimator;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.PartialImage;
import dev.halftone.router.Estimate.Offer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes image requests to the provider, model and quality that serve them best for the money.
 *
 * <p>Thread-safe; never blocks and owns no threads. One router serves a whole process. Its futures
 * complete on the thread where the last event happened, usually a Vert.x event loop, so callbacks
 * must be quick.
 *
 * <p>Nothing is hedged: a call is never sent a second time while the first may still answer,
 * because both would be billed. A failed call is tried again only if it certainly was not billed,
 * or if the policy allows paying twice.
 */
public final class ImageRouter {
  private final RouterParts parts;
  private final String idPrefix;
  private final AtomicLong ids = new AtomicLong();

  private ImageRouter(RouterParts parts, String idPrefix) {
    this.parts = parts;
    this.idPrefix = idPrefix;
  }

  /** Starts a router that waits on Vert.x timers. */
  public static Builder builder(Vertx vertx, CostEstimator estimator) {
    return new Builder(Timers.of(vertx), estimator);
  }

  /** Starts a router that waits as it is told, for example in virtual time. */
  public static Builder builder(Timers timers, CostEstimator estimator) {
    return new Builder(timers, estimator);
  }

  /**
   * Serves a request: from the cache, by joining an equal one in flight, or by buying it. This can
   * cost money, never more than what the budgets charged have room for.
   *
   * <p>A request for more images than a provider makes in one call becomes several calls, each
   * under its own hold. If some of them bring images and the rest cannot be bought, it succeeds
   * with fewer images than asked for.
   *
   * @return the images and their receipt, or a future failed with {@link RoutingException}
   */
  public Future<ImageResult> generate(ImageRequest request) {
    return generate(request, partial -> {});
  }

  /**
   * The same, and shows unfinished images while they are made, where the request asks for partial
   * images and the route streams them. Such a request is not joined with another in flight; from
   * the cache it is served without any. A call that is tried again streams its partial images
   * again, and those of several images of one request come mixed.
   *
   * @param partials is called on the thread where a partial image arrives, so it must be quick and
   *     must not block; what it throws is caught, logged once, and never fails the request
   */
  public Future<ImageResult> generate(ImageRequest request, Consumer<PartialImage> partials) {
    long now = parts.ticker().getAsLong();
    Trace trace =
        new Trace(idPrefix + ids.incrementAndGet(), parts.clock().instant(), now, request);
    return new Execution(parts, request, new PartialsListener(partials), trace).start();
  }

  /**
   * Quotes a request on every route. Sends nothing and costs nothing.
   *
   * @throws IllegalArgumentException if the request names a quality that its tier does not offer
   */
  public Estimate estimate(ImageRequest request) {
    Candidates candidates = Execution.candidates(parts, request, Execution.levels(parts, request));
    List<RouteView> views =
        parts
            .memories()
            .views(
                candidates.quoted(), parts.ticker().getAsLong(), parts.policy().quantilePercent());
    List<Offer> offers = new ArrayList<>(views.size());
    for (int i = 0; i < views.size(); i++) {
      Candidate candidate = candidates.quoted().get(i);
      offers.add(
          new Offer(
              candidate.route().provider(),
              candidate.rung(),
              candidate.quote(),
              candidate.dropped(),
              views.get(i).forecast().expectedNanos()));
    }
    offers.sort(
        Comparator.comparing((Offer offer) -> offer.quote().expected())
            .thenComparing(offer -> offer.quote().most())
            .thenComparing(Offer::provider));
    return new Estimate(offers, candidates.excluded());
  }

  /** The record of a decision, if it is still among the latest. */
  public Optional<DecisionRecord> decision(String id) {
    return parts.decisions().find(id);
  }

  /** The latest decisions, oldest first. */
  public List<DecisionRecord> decisions() {
    return parts.decisions().all();
  }

  /** How every route stands now, live ones first, then batch lanes. Sends nothing. */
  public List<RouteState> routes() {
    long now = parts.ticker().getAsLong();
    List<RouteState> states = parts.memories().states(parts.providers(), now);
    parts.lanes().forEach(lane -> states.addAll(lane.states(now)));
    return states;
  }

  /** Closes the providers; calls in flight fail and their money goes to suspense. */
  public Future<Void> close() {
    return Future.join(
            Stream.concat(parts.lanes().stream(), parts.providers().stream())
                .map(ImageProvider::close)
                .toList())
        .mapEmpty();
  }

  /** Collects the parts of a router. */
  public static final class Builder {
    private static final int DECISIONS_KEPT = 1024;
    private static final int MAX_JOINABLE = 65_536;

    private final Timers timers;
    private final CostEstimator estimator;
    private final List<ImageProvider> providers = new ArrayList<>();
    private final Map<BatchProvider, BatchOptions> batches = new LinkedHashMap<>();
    private final List<RouterListener> listeners = new ArrayList<>();
    private RoutingPolicy policy = RoutingPolicy.builder().build();
    private @Nullable Calibration calibration;
    private @Nullable BudgetLedger ledger;
    private List<Scope> defaultCharge = List.of();
    private @Nullable ImageCache cache;
    private int decisionsKept = DECISIONS_KEPT;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticker = System::nanoTime;
    private RandomGenerator random = new SecureRandom();

    private Builder(Timers timers, CostEstimator estimator) {
      this.timers = Objects.requireNonNull(timers);
      this.estimator = Objects.requireNonNull(estimator);
    }

    public Builder provider(ImageProvider provider) {
      providers.add(Objects.requireNonNull(provider));
      return this;
    }

    /**
     * Offers a provider's batch lane to requests whose deadline is no shorter than its completion
     * window, with the usual {@link BatchOptions}. The router closes it.
     */
    public Builder batch(BatchProvider provider) {
      return batch(provider, BatchOptions.USUAL);
    }

    /** The same with options of one's own. */
    public Builder batch(BatchProvider provider, BatchOptions options) {
      batches.put(Objects.requireNonNull(provider), Objects.requireNonNull(options));
      return this;
    }

    public Builder policy(RoutingPolicy policy) {
      this.policy = Objects.requireNonNull(policy);
      return this;
    }

    /**
     * Learns from bills how far quotes are off, and corrects later ones; without one, quotes are
     * taken as the catalogue gives them. Holds stay at the most a call can cost unless its options
     * choose a quantile, which makes the promise of the ledger statistical.
     */
    public Builder calibration(Calibration calibration) {
      this.calibration = Objects.requireNonNull(calibration);
      return this;
    }

    /** Where money is held and accounted for; without one, nothing is limited. */
    public Builder ledger(BudgetLedger ledger) {
      this.ledger = Objects.requireNonNull(ledger);
      return this;
    }

    /** Whom to charge when a request names nobody. */
    public Builder chargeByDefault(List<Scope> scopes) {
      this.defaultCharge = List.copyOf(scopes);
      return this;
    }

    /** Where images made before are kept; without one, every request is bought. */
    public Builder cache(ImageCache cache) {
      this.cache = Objects.requireNonNull(cache);
      return this;
    }

    public Builder listener(RouterListener listener) {
      listeners.add(Objects.requireNonNull(listener));
      return this;
    }

    /** How many of the latest decisions are kept, at least 0; 1,024 unless set. */
    public Builder decisionsKept(int decisions) {
      if (decisions < 0) {
        throw new IllegalArgumentException(
            "decisionsKept is %d; it must not be negative".formatted(decisions));
      }
      this.decisionsKept = decisions;
      return this;
    }

    /** The wall clock, by which prices and models are dated. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock);
      return this;
    }

    /** Elapsed nanoseconds, as {@link System#nanoTime} counts them. */
    public Builder ticker(LongSupplier ticker) {
      this.ticker = Objects.requireNonNull(ticker);
      return this;
    }

    /**
     * Makes ids that no other router makes, 64 bits of them, because a ledger that outlives the
     * process takes a hold's id for that hold for ever; pass a seeded one to repeat a run.
     */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random);
      return this;
    }

    /**
     * Makes the router.
     *
     * @throws IllegalArgumentException if there is no provider or two of one name
     */
    public ImageRouter build() {
      if (providers.isEmpty()) {
        throw new IllegalArgumentException("a router needs at least one provider");
      }
      Set<String> names = new HashSet<>();
      for (ImageProvider provider : providers) {
        if (!names.add(provider.name())) {
          throw new IllegalArgumentException(
              "two providers are named '%s'".formatted(provider.name()));
        }
      }
      return new ImageRouter(
          new RouterParts(
              List.copyOf(providers),
              lanes(),
              estimator,
              calibration,
              policy,
              ledger != null ? ledger : InMemoryLedger.create(List.of(), clock),
              defaultCharge,
              cache,
              Coalescer.create(MAX_JOINABLE),
              new RouteMemories(ticker, policy.explorationPercent()),
              new Preferences(),
              new RetryBudget(policy.retryBudgetPercent()),
              new Listeners(listeners),
              new DecisionLog(decisionsKept),
              timers,
              clock,
              ticker),
          "d-%016x-".formatted(random.nextLong()));
    }

    private List<BatchLane> lanes() {
      Set<String> names = new HashSet<>();
      List<BatchLane> lanes = new ArrayList<>();
      batches.forEach(
          (provider, options) -> {
            if (!names.add(provider.name())) {
              throw new IllegalArgumentException(
                  "two batch providers are named '%s'".formatted(provider.name()));
            }
            lanes.add(new BatchLane(provider, options, timers, ticker));
          });
      return List.copyOf(lanes);
    }
  }
}
