package dev.halftone.router;

import dev.halftone.cost.Calibrated;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.CalibrationKey;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.QuoteException;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.Ladder.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Considers every step of every rung at every provider: a pure function of what it is given. */
final class CandidateSearch {
  private static final long PRIOR_BASE_NANOS = 4_000_000_000L;
  private static final long PRIOR_NANOS_PER_TOKEN = 5_000_000L;

  private final ImageRequest request;
  private final RoutingPolicy policy;
  private final CostEstimator estimator;
  private final @Nullable Calibration calibration;
  private final LocalDate today;
  private final List<Candidate> quoted = new ArrayList<>();
  private final Set<Exclusion> excluded = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>(0);

  /**
   * Prepares a search.
   *
   * @param calibration corrects quotes by the bills seen so far; null to take them as they are
   */
  CandidateSearch(
      ImageRequest request,
      RoutingPolicy policy,
      CostEstimator estimator,
      @Nullable Calibration calibration,
      LocalDate today) {
    this.request = request;
    this.policy = policy;
    this.estimator = estimator;
    this.calibration = calibration;
    this.today = today;
  }

  /**
   * Searches.
   *
   * @param lanes the batch lanes that may serve it beside the providers
   * @param spec the request as the estimator sees it; its quality and size are replaced by each
   *     step's
   */
  Candidates over(
      List<Level> levels, List<ImageProvider> providers, List<BatchLane> lanes, ImageSpec spec) {
    for (int rung = 0; rung < levels.size(); rung++) {
      Level level = levels.get(rung);
      int place = rung;
      ImageSpec levelSpec = spec;
      for (Step step : level.steps()) {
        if (levelSpec.quality() != step.quality() || !levelSpec.size().equals(level.size())) {
          levelSpec = spec.newBuilder().quality(step.quality()).size(level.size()).build();
        }
        for (ImageProvider provider : providers) {
          consider(provider, step, rung, levelSpec);
        }
        if (!lanes.isEmpty()) {
          ImageSpec batchSpec = levelSpec.newBuilder().batch(true).build();
          lanes.forEach(lane -> consider(lane, step, place, batchSpec));
        }
      }
    }
    return new Candidates(spec.n(), quoted, List.copyOf(excluded), List.copyOf(warnings));
  }

  private void consider(ImageProvider provider, Step step, int rung, ImageSpec spec) {
    List<Part> parts;
    try {
      parts = parts(provider, step, spec);
    } catch (QuoteException e) {
      unpriced(provider, step, spec, e);
      return;
    }
    if (spec.batch() && request.partialImages() > 0) {
      exclude(provider, step, spec, "shows no partial images", false);
      return;
    }
    Fit fit = Fit.of(request, step.model(), spec.size(), provider, policy);
    if (fit.reason() != null) {
      exclude(provider, step, spec, fit.reason(), false);
      return;
    }
    List<String> dropped = fit.droppedWith(parts.get(0).declared().dropped());
    if (policy.strict() && !dropped.isEmpty()) {
      exclude(provider, step, spec, "would drop " + String.join(", ", dropped), false);
      return;
    }
    quoted.add(
        Candidate.of(
            provider,
            new Route(provider.name(), step.model(), spec.batch()),
            step.quality(),
            rung,
            parts,
            spec,
            dropped));
  }

  /** One part where the provider makes all images in one call; equal parts are quoted once. */
  private List<Part> parts(ImageProvider provider, Step step, ImageSpec spec) {
    int perCall = imagesPerCall(provider.capabilities());
    if (spec.n() <= perCall) {
      return List.of(part(provider, step, spec));
    }
    List<Integer> sizes = Part.sizes(spec.n(), perCall);
    List<Part> parts = new ArrayList<>(sizes.size());
    for (int n : sizes) {
      Part before = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      parts.add(
          before != null && before.n() == n
              ? before
              : part(provider, step, spec.newBuilder().n(n).build()));
    }
    return List.copyOf(parts);
  }

  /** Partial images do not say which image of a call they belong to, so each gets its own call. */
  private int imagesPerCall(Capabilities capabilities) {
    boolean streamed =
        request.partialImages() > 0
            && capabilities.honouredFor(request).contains(Capabilities.Parameter.PARTIAL_IMAGES);
    return streamed ? 1 : capabilities.imagesPerCall();
  }

  private Part part(ImageProvider provider, Step step, ImageSpec spec) {
    Quote quote = estimator.quote(provider.priceList(), step.model(), spec, today);
    LatencyClass latencyClass = LatencyClass.of(step.quality(), spec.size(), spec.n());
    Forecast forecast = prior(provider, quote);
    if (calibration == null) {
      return new Part(spec.n(), quote, quote, quote.most(), latencyClass, forecast);
    }
    Calibrated corrected = calibration.calibrate(CalibrationKey.of(provider.name(), quote), quote);
    return new Part(spec.n(), quote, corrected.quote(), corrected.hold(), latencyClass, forecast);
  }

  private static Forecast prior(ImageProvider provider, Quote quote) {
    return provider instanceof BatchLane lane
        ? lane.declared()
        : Forecast.declared(PRIOR_BASE_NANOS + quote.usage().imageOutput() * PRIOR_NANOS_PER_TOKEN);
  }

  private void unpriced(ImageProvider provider, Step step, ImageSpec spec, QuoteException e) {
    boolean badInput =
        e.reason().isBadInput()
            || (e.reason() == QuoteException.Reason.UNKNOWN_MODEL && request.model() != null);
    String message = String.valueOf(e.getMessage());
    boolean byLadder =
        request.model() == null && (request.tier() != null || request.quality() == null);
    if (byLadder && e.reason() == QuoteException.Reason.SHUT_DOWN) {
      warnings.add("the ladder names %s: %s".formatted(step, message));
    }
    exclude(provider, step, spec, message, badInput);
  }

  /** That a smaller size is not made is no fault of the request, which did not ask for it. */
  private void exclude(
      ImageProvider provider, Step step, ImageSpec spec, String reason, boolean badInput) {
    boolean asked = spec.size().equals(request.size());
    String where = spec.batch() ? "in a batch: " : "";
    excluded.add(
        new Exclusion(
            provider.name(),
            step.model(),
            where + (asked ? reason : "at %s: %s".formatted(spec.size(), reason)),
            asked && badInput));
  }
}
