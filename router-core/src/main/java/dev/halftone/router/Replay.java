package dev.halftone.router;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded requests again under another objective, policy, catalogue, ladder or budget, and
 * says what they would have cost and how long they would have taken.
 *
 * <p>Sends nothing and costs nothing. Where the other choice was really tried in the record, its
 * real cost and latency count, else the quote and the forecast of that instant. With no changes it
 * chooses as was chosen. Records are decided one after the other, in the order they are passed:
 * calls in flight at the same time do not hold money against each other, and the router does not
 * learn anything from what it would have done. Not thread-safe.
 */
public final class Replay {
  private final Replan replan;
  private final @Nullable Objective objective;
  private final ReplayBudgets budgets;
  private final ReplayTally tally = new ReplayTally();

  private Replay(Builder builder) {
    replan = new Replan(builder.policy, builder.estimator, List.copyOf(builder.providers));
    objective = builder.objective;
    budgets = new ReplayBudgets(builder.budgets, builder.always);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Decides one request again and adds it to the sums. */
  public ReplayedDecision decide(DecisionRecord decision) {
    RequestShape asked = decision.asked();
    if (objective != null) {
      asked =
          new RequestShape(
              asked.request().newBuilder().objective(objective).build(),
              asked.promptTokens(),
              asked.promptChars());
    }
    ReplayedDecision replayed =
        new ReplayedDecision(
            decision.id(),
            ReplayedCourse.recorded(decision),
            new ReplayedCourse(decision, budgets).of(replan, asked));
    tally.add(replayed);
    return replayed;
  }

  /** The sums over all decided so far. */
  public ReplaySummary summary() {
    return tally.summary();
  }

  /** Collects what is to be different; starts with nothing. */
  public static final class Builder {
    private static final Scope LIMIT = Scope.parse("replay:limit");

    private @Nullable RoutingPolicy policy;
    private @Nullable Objective objective;
    private @Nullable CostEstimator estimator;
    private final List<ImageProvider> providers = new ArrayList<>();
    private final List<Budget> budgets = new ArrayList<>();
    private final List<Scope> always = new ArrayList<>();

    private Builder() {}

    /**
     * Decides by this policy. Its ladder, regions and data rules count only where quotes are made
     * anew, as they decide what is quoted.
     */
    public Builder policy(RoutingPolicy policy) {
      this.policy = Objects.requireNonNull(policy);
      return this;
    }

    /** Optimises this, whatever a request or the policy says. */
    public Builder objective(Objective objective) {
      this.objective = Objects.requireNonNull(objective);
      return this;
    }

    /**
     * Quotes every step of the policy's ladder anew, at the prices of the day of the decision;
     * corrections that were learnt from bills are left out.
     */
    public Builder quotedBy(CostEstimator estimator) {
      this.estimator = Objects.requireNonNull(estimator);
      return this;
    }

    /**
     * What may be quoted anew; without any, the providers of each record with the models they were
     * quoted for. Nothing is ever sent to them.
     */
    public Builder provider(ImageProvider provider) {
      providers.add(Objects.requireNonNull(provider));
      return this;
    }

    /**
     * Holds every request against this budget if it names its scope or none at all, instead of what
     * budgets refused then.
     */
    public Builder budget(Budget budget) {
      budgets.add(Objects.requireNonNull(budget));
      return this;
    }

    /** Holds all requests together against this limit, whomever they charge. */
    public Builder limit(Usd limit) {
      budgets.add(new Budget(LIMIT, limit, new Window.Total()));
      always.add(LIMIT);
      return this;
    }

    public Replay build() {
      return new Replay(this);
    }
  }
}
