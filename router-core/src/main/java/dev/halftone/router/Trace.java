package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.RoutePlan.Ranked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Collects what happens to one request until it becomes a {@link DecisionRecord}. Thread-safe. */
final class Trace {
  private static final String CHOSEN = "chosen";

  private final String id;
  private final Instant at;
  private final long startNanos;
  private final String request;
  private final List<String> refusals = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>(0);
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<Way, String> fates = new HashMap<>();
  private List<Exclusion> unfit = List.of();
  private List<Ranked> ranked = List.of();
  private List<Exclusion> excluded = List.of();
  private Usd suspended = Usd.ZERO;

  Trace(String id, Instant at, long startNanos, ImageRequest request) {
    this.id = id;
    this.at = at;
    this.startNanos = startNanos;
    this.request = summary(request);
  }

  /** A candidate, however many images it was last quoted for. */
  private record Way(Route route, Quality quality, ImageSize size) {
    static Way of(Candidate candidate) {
      return new Way(candidate.route(), candidate.quality(), candidate.size());
    }
  }

  /** What was asked, as far as it was said; never the prompt. */
  private static String summary(ImageRequest request) {
    StringJoiner said = new StringJoiner(" ");
    said.add("%d of %s".formatted(request.n(), request.size()));
    add(said, "model", request.model());
    add(said, "tier", request.tier());
    add(said, "quality", request.quality());
    add(said, "no worse than", request.qualityFloor());
    add(said, "or", request.smallerAllowed() ? "smaller" : null);
    add(said, "thinking", request.thinking() == Thinking.OFF ? null : request.thinking());
    add(said, "objective", request.objective());
    add(said, "at most $", request.maxCost());
    add(said, "within", request.deadline());
    addAll(said, "in", request.regions());
    addAll(said, "with", request.dataRules());
    return said.toString();
  }

  private static void add(StringJoiner said, String name, @Nullable Object value) {
    if (value != null) {
      said.add(name + (name.endsWith("$") ? "" : " ") + value);
    }
  }

  private static void addAll(StringJoiner said, String name, Set<?> values) {
    values.stream().map(String::valueOf).sorted().forEach(value -> add(said, name, value));
  }

  String id() {
    return id;
  }

  long startNanos() {
    return startNanos;
  }

  synchronized void searched(Candidates candidates) {
    unfit = candidates.excluded();
    candidates.warnings().forEach(this::warned);
  }

  synchronized void warned(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  synchronized void planned(RoutePlan plan) {
    ranked = plan.ranked();
    excluded = plan.excluded();
    RuntimeException defect = plan.defect();
    if (defect != null) {
      warned(
          "the preference threw %s, so the objective decided"
              .formatted(defect.getClass().getSimpleName()));
    }
  }

  synchronized void refused(Candidate candidate, String why) {
    fates.put(Way.of(candidate), "refused by a budget");
    refusals.add(why);
  }

  synchronized void attempted(Candidate candidate, Attempt attempt, Usd keptInSuspense) {
    if (attempt.failure() == null) {
      fates.put(Way.of(candidate), CHOSEN);
    } else {
      fates.merge(Way.of(candidate), "failed", (old, now) -> old.equals(CHOSEN) ? old : now);
    }
    attempts.add(attempt);
    suspended = suspended.plus(keptInSuspense);
  }

  synchronized int attempts() {
    return attempts.size();
  }

  synchronized Usd suspended() {
    return suspended;
  }

  synchronized DecisionRecord finish(
      CacheOutcome cache, String outcome, Usd cost, Usd estimate, int stepsDown, long nowNanos) {
    List<Considered> considered = new ArrayList<>(ranked.size() + excluded.size() + unfit.size());
    int rank = 0;
    for (Ranked one : ranked) {
      rank++;
      Candidate candidate = one.candidate();
      Quote quote = candidate.quote();
      String fate = fates.get(Way.of(candidate));
      considered.add(
          new Considered(
              candidate.route().provider(),
              candidate.model(),
              candidate.quality(),
              candidate.size(),
              candidate.rung(),
              quote.least(),
              quote.expected(),
              quote.most(),
              one.view().forecast().expectedNanos(),
              one.view().inFlight(),
              one.view().inFlightLimit(),
              fate == null ? "ranked " + rank + ", not needed" : fate,
              candidate.batch()));
    }
    for (List<Exclusion> list : List.of(excluded, unfit)) {
      for (Exclusion one : list) {
        considered.add(
            new Considered(
                one.provider(),
                one.model(),
                null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                0,
                one.reason(),
                false));
      }
    }
    return new DecisionRecord(
        id,
        at,
        request,
        considered,
        warnings,
        refusals,
        attempts,
        cache,
        outcome,
        cost,
        estimate,
        suspended,
        stepsDown,
        nowNanos - startNanos);
  }
}
