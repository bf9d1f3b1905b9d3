package dev.halftone.router;

import dev.halftone.cache.Coalescer;
import dev.halftone.cache.ImageCache;
import dev.halftone.cache.RequestDigest;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.TextTokens;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.InputImage;
import dev.halftone.image.PartialImage;
import dev.halftone.image.Receipt;
import dev.halftone.router.Ladder.Step;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of one request: cache, then join or buy, then receipt and record. */
final class Execution {
  /** Who served a result that was made before. */
  static final String FROM_CACHE = "cache";

  private static final Logger log = LoggerFactory.getLogger(Execution.class);

  private final RouterParts parts;
  private final ImageRequest request;
  private final Consumer<PartialImage> partials;
  private final Trace trace;

  Execution(RouterParts parts, ImageRequest request, Consumer<PartialImage> partials, Trace trace) {
    this.parts = parts;
    this.request = request;
    this.partials = partials;
    this.trace = trace;
  }

  Future<ImageResult> start() {
    parts.listener().on(new RouterEvent.Started(trace.id(), request));
    boolean shared = parts.cache() != null && request.cached();
    CacheOutcome missed = shared ? CacheOutcome.MISS : CacheOutcome.OFF;
    Future<ImageResult> result;
    try {
      checkSendable(request);
      result = serve(levels(parts, request), missed);
    } catch (IllegalArgumentException e) {
      result = Future.failedFuture(badRequest(String.valueOf(e.getMessage())));
    }
    return result.recover(e -> failed(e, missed));
  }

  private static void checkSendable(ImageRequest request) {
    boolean onlySizes =
        request.inputImages().stream().anyMatch(image -> image.bytes() == null)
            || (request.mask() != null && request.mask().bytes() == null);
    if (onlySizes) {
      throw new IllegalArgumentException(
          "an input image or the mask is a size without bytes: that can be quoted, not sent");
    }
  }

  /** The levels that may serve a request, over the models that are allowed and served. */
  static List<Level> levels(RouterParts parts, ImageRequest request) {
    Set<String> models = new TreeSet<>(parts.policy().models());
    if (models.isEmpty()) {
      parts.providers().forEach(one -> models.addAll(one.capabilities().models()));
    }
    return Rungs.of(request, parts.policy(), models);
  }

  static Candidates candidates(RouterParts parts, ImageRequest request, List<Level> levels) {
    return candidates(parts, request, levels, parts.lanesFor(request));
  }

  static Candidates candidates(
      RouterParts parts, ImageRequest request, List<Level> levels, List<BatchLane> lanes) {
    ImageSpec spec =
        ImageSpec.builder()
            .size(request.size())
            .thinking(request.thinking())
            .n(request.n())
            .prompt(
                TextTokens.count(request.prompt()),
                request.prompt().codePointCount(0, request.prompt().length()))
            .inputImages(request.inputImages().stream().map(InputImage::size).toList())
            .partialImages(request.partialImages())
            .build();
    return new CandidateSearch(
            request, parts.policy(), parts.estimator(), parts.calibration(), parts.today())
        .over(levels, parts.providers(), lanes, spec);
  }

  private Future<ImageResult> serve(List<Level> levels, CacheOutcome missed) {
    ImageCache cache = parts.cache();
    if (cache == null || missed == CacheOutcome.OFF) {
      return buy(levels).map(bought -> finished(Served.of(bought), missed));
    }
    if (request.partialImages() > 0) {
      // Its partial images are its own: nobody can be told those that came before he joined.
      return lookUpOrBuy(levels, cache)
          .map(
              served ->
                  finished(served, served.bought() == null ? CacheOutcome.HIT : CacheOutcome.MISS));
    }
    // Joined before looked up: an equal request either joins this one or finds what it stored.
    Coalescer.Joined<Served> joined =
        parts.coalescer().join(request, () -> lookUpOrBuy(levels, cache));
    return joined
        .outcome()
        .map(
            served -> {
              if (served.bought() == null) {
                return finished(served, CacheOutcome.HIT);
              }
              return joined.led()
                  ? finished(served, CacheOutcome.MISS)
                  : finished(served.withoutPaying(), CacheOutcome.JOINED);
            });
  }

  private Future<Served> lookUpOrBuy(List<Level> levels, ImageCache cache) {
    RequestDigest digest = RequestDigest.of(request);
    return lookUp(cache, digest, levels.get(0).steps(), 0)
        .compose(
            hit ->
                hit != null
                    ? Future.succeededFuture(hit)
                    : buy(levels)
                        .onSuccess(bought -> store(cache, digest, bought))
                        .map(Served::of));
  }

  /** Only the best rung is looked up: an image of a lower one would not be what was asked for. */
  private Future<@Nullable Served> lookUp(
      ImageCache cache, RequestDigest digest, List<Step> steps, int index) {
    if (index == steps.size()) {
      return Future.succeededFuture();
    }
    Step step = steps.get(index);
    return cache
        .get(digest.key(step.model(), step.quality()))
        .otherwiseEmpty()
        .compose(
            images ->
                images == null
                    ? lookUp(cache, digest, steps, index + 1)
                    : Future.succeededFuture(
                        new Served(
                            images,
                            FROM_CACHE,
                            step.model(),
                            step.quality(),
                            request.size(),
                            List.of(),
                            null)));
  }

  private void store(ImageCache cache, RequestDigest digest, Bought bought) {
    Candidate candidate = bought.candidate();
    boolean asAsked = bought.alike() && candidate.size().equals(request.size());
    if (asAsked && bought.images().size() == request.n()) {
      cache
          .put(digest.key(candidate.model(), candidate.quality()), bought.images())
          .onFailure(e -> log.warn("an image could not be cached: {}", e.toString()));
    }
  }

  private Future<Bought> buy(List<Level> levels) {
    Candidates candidates = candidates(parts, request, levels);
    trace.searched(candidates);
    if (candidates.quoted().isEmpty()) {
      return Future.failedFuture(noCandidate(candidates));
    }
    parts.retryBudget().requested(parts.ticker().getAsLong());
    return new Attempts(parts, request, levels, candidates, trace, partials).next();
  }

  private RoutingException noCandidate(Candidates candidates) {
    // If some route refuses the input itself, that is what the caller can mend.
    boolean badInput = candidates.excluded().stream().anyMatch(Estimate.Exclusion::badInput);
    String why =
        candidates.excluded().stream()
            .filter(one -> one.badInput() == badInput)
            .map(
                one ->
                    badInput
                        ? one.reason()
                        : "%s %s: %s".formatted(one.provider(), one.model(), one.reason()))
            .distinct()
            .collect(Collectors.joining("; "));
    return new RoutingException(
        badInput ? Reason.BAD_REQUEST : Reason.NO_ROUTE, trace.id(), why, Usd.ZERO, null, null);
  }

  private RoutingException badRequest(String message) {
    return new RoutingException(Reason.BAD_REQUEST, trace.id(), message, Usd.ZERO, null, null);
  }

  private ImageResult finished(Served served, CacheOutcome cache) {
    Bought bought = served.bought();
    Usd cost = bought == null ? Usd.ZERO : bought.charged();
    Usd estimate = bought == null ? Usd.ZERO : bought.expected();
    int stepsDown = bought == null ? 0 : bought.stepsDown();
    DecisionRecord decision =
        trace.finish(cache, "ok", cost, estimate, stepsDown, parts.ticker().getAsLong());
    done(decision, null);
    return new ImageResult(
        served.images(),
        new Receipt(
            trace.id(),
            served.provider(),
            served.model(),
            served.quality(),
            served.size(),
            cost,
            estimate,
            decision.suspended(),
            bought == null ? null : bought.usage(),
            decision.attempts().size(),
            stepsDown,
            cache,
            served.dropped(),
            Receipt.Asked.of(request),
            decision.latencyNanos()));
  }

  private Future<ImageResult> failed(Throwable cause, CacheOutcome cache) {
    RoutingException failure =
        cause instanceof RoutingException routing
            ? routing
            : new RoutingException(
                Reason.PROVIDER_FAILED,
                trace.id(),
                "the router failed with " + cause.getClass().getSimpleName(),
                trace.suspended(),
                null,
                cause);
    done(
        trace.finish(
            cache, failure.reason().toString(), Usd.ZERO, Usd.ZERO, 0, parts.ticker().getAsLong()),
        failure);
    return Future.failedFuture(failure);
  }

  private void done(DecisionRecord decision, @Nullable RoutingException failure) {
    parts.decisions().add(decision);
    parts.listener().on(new RouterEvent.Finished(trace.id(), decision, failure));
  }
}
