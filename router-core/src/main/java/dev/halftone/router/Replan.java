package dev.halftone.router;

import dev.halftone.cost.CostEstimator;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.Planner.Constraints;
import dev.halftone.router.Recorded.Quoted;
import dev.halftone.router.RoutePlan.Ranked;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans a recorded request again. Pure.
 *
 * @param policy null to decide as it was decided
 * @param estimator quotes anew by the policy's ladder; null to take quotes and rungs as recorded
 * @param providers what may be quoted anew; empty for those of the record
 */
record Replan(
    @Nullable RoutingPolicy policy,
    @Nullable CostEstimator estimator,
    List<ImageProvider> providers) {

  /** Best first; empty if nothing could serve it. */
  List<Ranked> order(DecisionRecord decision, RequestShape asked) {
    List<Quoted> quoted = Recorded.quoted(decision);
    List<Candidate> candidates = candidates(decision, asked, quoted);
    List<RouteView> views = candidates.stream().map(one -> Recorded.view(one, quoted)).toList();
    RoutePlan plan = Planner.plan(candidates, views, constraints(decision, asked, quoted));
    return exploredFirst(plan.ranked(), quoted);
  }

  private List<Candidate> candidates(
      DecisionRecord decision, RequestShape asked, List<Quoted> quoted) {
    List<ImageProvider> live = RecordedProvider.of(decision, false);
    List<ImageProvider> lanes = RecordedProvider.of(decision, true);
    if (estimator != null) {
      return providers.isEmpty()
          ? anew(decision, asked, live, lanes, estimator)
          : anew(decision, asked, providers, kept(lanes), estimator);
    }
    List<Candidate> candidates = new ArrayList<>(quoted.size());
    for (Quoted one : quoted) {
      if (isAllowed(one)) {
        candidates.add(Recorded.candidate(one, asked, one.option().batch() ? lanes : live));
      }
    }
    return candidates;
  }

  /** The batch lanes of providers that there still are. */
  private List<ImageProvider> kept(List<ImageProvider> lanes) {
    Set<String> names = providers.stream().map(ImageProvider::name).collect(Collectors.toSet());
    return lanes.stream().filter(one -> names.contains(one.name())).toList();
  }

  private boolean isAllowed(Quoted one) {
    return policy == null
        || ((policy.models().isEmpty() || policy.models().contains(one.considered().model()))
            && !(policy.strict() && !one.option().dropped().isEmpty()));
  }

  private List<Candidate> anew(
      DecisionRecord decision,
      RequestShape asked,
      List<ImageProvider> live,
      List<ImageProvider> lanes,
      CostEstimator prices) {
    RoutingPolicy rules = policy == null ? RoutingPolicy.builder().build() : policy;
    Set<String> models = new TreeSet<>(rules.models());
    if (models.isEmpty()) {
      live.forEach(one -> models.addAll(one.capabilities().models()));
      lanes.forEach(one -> models.addAll(one.capabilities().models()));
    }
    LocalDate day = LocalDate.ofInstant(decision.at(), ZoneOffset.UTC);
    try {
      List<Level> levels = Rungs.of(asked.request(), rules, models);
      return new CandidateSearch(asked.request(), rules, prices, null, day)
          .over(levels, live, lanes, asked.spec())
          .quoted();
    } catch (IllegalArgumentException e) {
      // The ladder has no rung for what was asked.
      return List.of();
    }
  }

  private Constraints constraints(
      DecisionRecord decision, RequestShape asked, List<Quoted> quoted) {
    Plan plan = decision.plan();
    ImageRequest request = asked.request();
    RoutingPolicy rules = policy == null ? RoutingPolicy.builder().build() : policy;
    boolean sameAsked = request.objective() == decision.asked().request().objective();
    return new Constraints(
        policy == null && sameAsked && plan != null
            ? Recorded.preference(plan, quoted)
            : rules.preferenceFor(request),
        rules.objectiveFor(request),
        request.maxCost(),
        leftNanos(plan, request, rules),
        Set.of(),
        plan == null ? 0 : plan.turn());
  }

  /** What was left, or would be if it were allowed as long as the policy says. */
  private long leftNanos(@Nullable Plan plan, ImageRequest request, RoutingPolicy rules) {
    if (plan != null && policy == null) {
      return plan.leftNanos();
    }
    Duration deadline = request.deadline();
    long allowed = (deadline == null ? rules.timeout() : deadline).toNanos();
    return plan == null ? allowed : allowed - (plan.allowedNanos() - plan.leftNanos());
  }

  /** What was explored then is explored now, where it still stands on the best rung. */
  private static List<Ranked> exploredFirst(List<Ranked> ranked, List<Quoted> quoted) {
    for (int i = 1; i < ranked.size(); i++) {
      Candidate candidate = ranked.get(i).candidate();
      if (candidate.rung() != ranked.get(0).candidate().rung()) {
        return ranked;
      }
      Quoted own = Recorded.find(quoted, Recorded.Way.of(candidate));
      if (own != null && own.option().exploring()) {
        List<Ranked> order = new ArrayList<>(ranked);
        order.add(0, order.remove(i));
        return order;
      }
    }
    return ranked;
  }
}
