package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Fate;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.RoutePlan.Excluded;
import dev.halftone.router.RoutePlan.Ranked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what happens to one request until it becomes a {@link DecisionRecord}. Thread-safe. */
final class Trace {
  private final String id;
  private final Instant at;
  private final long startNanos;
  private final ImageRequest request;
  private final List<String> refusals = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>(0);
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<Way, Fate> fates = new HashMap<>();
  private List<Ranked> ranked = List.of();
  private List<Excluded> excluded = List.of();
  private @Nullable Candidates candidates;
  private @Nullable Plan setting;
  private final Set<Way> refusedFirst = new HashSet<>(0);
  private boolean exploring;
  private Usd suspended = Usd.ZERO;

  Trace(String id, Instant at, long startNanos, ImageRequest request) {
    this.id = id;
    this.at = at;
    this.startNanos = startNanos;
    this.request = request;
  }

  /** A candidate, however many images it was last quoted for. */
  private record Way(Route route, Quality quality, ImageSize size) {
    static Way of(Candidate candidate) {
      return new Way(candidate.route(), candidate.quality(), candidate.size());
    }
  }

  String id() {
    return id;
  }

  long startNanos() {
    return startNanos;
  }

  synchronized void searched(Candidates candidates) {
    this.candidates = candidates;
    candidates.warnings().forEach(this::warned);
  }

  synchronized void warned(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** Plans after the first attempt are for what is missing then, so that one tells the reasons. */
  synchronized void planned(RoutePlan plan, Plan setting) {
    if (attempts.isEmpty()) {
      exploring = false;
      refusedFirst.clear();
      ranked = plan.ranked();
      excluded = plan.excluded();
      this.setting = setting;
    }
    RuntimeException defect = plan.defect();
    if (defect != null) {
      warned(
          "the preference threw %s, so the objective decided"
              .formatted(defect.getClass().getSimpleName()));
    }
  }

  /** The order in which those last planned are tried, an unknown route perhaps first. */
  synchronized void ordered(List<Ranked> order) {
    exploring = !order.get(0).equals(ranked.get(0));
    ranked = order;
  }

  synchronized void refused(Candidate candidate, String why) {
    fates.put(Way.of(candidate), Fate.REFUSED);
    if (attempts.isEmpty()) {
      refusedFirst.add(Way.of(candidate));
    }
    refusals.add(why);
  }

  synchronized void attempted(Candidate candidate, Attempt attempt, Usd keptInSuspense) {
    if (attempt.failure() == null) {
      fates.put(Way.of(candidate), Fate.CHOSEN);
    } else {
      fates.merge(Way.of(candidate), Fate.FAILED, (old, now) -> old == Fate.CHOSEN ? old : now);
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
    Candidates searched = candidates;
    return new DecisionRecord(
        id,
        at,
        searched == null
            ? new RequestShape(request, 0, 0)
            : new RequestShape(
                request, searched.spec().promptTokens(), searched.spec().promptChars()),
        setting,
        considered(),
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

  private List<Considered> considered() {
    Candidates searched = candidates;
    if (searched == null) {
      return List.of();
    }
    IdentityHashMap<Candidate, Integer> indices = new IdentityHashMap<>();
    searched.quoted().forEach(one -> indices.put(one, indices.size()));
    List<Considered> considered = new ArrayList<>(indices.size() + searched.excluded().size());
    for (int i = 0; i < ranked.size(); i++) {
      considered.add(ranked(i, indices, Objects.requireNonNull(setting)));
    }
    for (Excluded one : excluded) {
      considered.add(
          new Considered(
              one.provider(),
              one.model(),
              Options.of(
                  one.candidate(), one.view(), index(indices, one.candidate()), false, false, null),
              Fate.EXCLUDED,
              one.reason()));
    }
    for (Exclusion one : searched.excluded()) {
      considered.add(new Considered(one.provider(), one.model(), null, Fate.UNFIT, one.reason()));
    }
    return considered;
  }

  private Considered ranked(int place, IdentityHashMap<Candidate, Integer> indices, Plan plan) {
    Ranked one = ranked.get(place);
    Candidate candidate = one.candidate();
    boolean explored = exploring && place == 0;
    // The best of the plan stands second where an unknown route was put before it.
    Ranked best = ranked.get(exploring ? 1 : 0);
    int rank = exploring && place > 0 ? place : place + 1;
    boolean refused = refusedFirst.contains(Way.of(candidate));
    Fate fate = fates.getOrDefault(Way.of(candidate), Fate.PASSED_OVER);
    String verdict = Verdict.of(fate, rank, one, best, explored, plan);
    return new Considered(
        candidate.route().provider(),
        candidate.model(),
        Options.of(
            candidate, one.view(), index(indices, candidate), explored, refused, one.score()),
        fate,
        refused && fate != Fate.REFUSED ? "refused by a budget, later " + verdict : verdict);
  }

  private static int index(IdentityHashMap<Candidate, Integer> indices, Candidate candidate) {
    return Objects.requireNonNull(indices.get(candidate));
  }
}
