package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the router chooses, how often it tries and how long it waits. Immutable and thread-safe. */
public final class RoutingPolicy {
  private final Objective objective;
  private final Set<String> models;
  private final Ladder ladder;
  private final Duration timeout;
  private final Duration patience;
  private final int attempts;
  private final int retryBudgetPercent;
  private final UnknownCharge unknownCharge;
  private final Usd usdPerSecond;
  private final int quantilePercent;
  private final int explorationPercent;
  private final @Nullable Preference preference;
  private final Map<Objective, Preference> objectives;
  private final List<Integer> sizeStepsPercent;
  private final Set<String> regions;
  private final Set<DataRule> dataRules;
  private final boolean strict;

  private RoutingPolicy(Builder builder) {
    objective = builder.objective;
    models = builder.models;
    ladder = builder.ladder;
    timeout = builder.timeout;
    patience = builder.patience;
    attempts = builder.attempts;
    retryBudgetPercent = builder.retryBudgetPercent;
    unknownCharge = builder.unknownCharge;
    usdPerSecond = builder.usdPerSecond;
    quantilePercent = builder.quantilePercent;
    explorationPercent = builder.explorationPercent;
    preference = builder.preference;
    objectives =
        Map.of(
            Objective.CHEAPEST, Preference.cheapest(),
            Objective.FASTEST, Preference.fastest(),
            Objective.BALANCED, Preference.balanced(usdPerSecond));
    sizeStepsPercent = builder.sizeStepsPercent;
    regions = builder.regions;
    dataRules = builder.dataRules;
    strict = builder.strict;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What to optimise where a request does not say. */
  public Objective objective() {
    return objective;
  }

  /** The models that may be used; empty for every model that a provider serves. */
  public Set<String> models() {
    return models;
  }

  public Ladder ladder() {
    return ladder;
  }

  /** How long a request may take, all attempts and waits together, where it does not say. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * How long a request waits for a resting route of a better rung before it steps down, or for any
   * route before it fails as throttled.
   */
  public Duration patience() {
    return patience;
  }

  /** How often a request is tried; calls made side by side for one request count as one time. */
  public int attempts() {
    return attempts;
  }

  /**
   * Retries of all requests together, in percent of the requests of the last minute that were
   * bought, 0 to 100; 10 retries a minute are always allowed, unless it is 0. When it is used up, a
   * request fails with its first failure.
   */
  public int retryBudgetPercent() {
    return retryBudgetPercent;
  }

  public UnknownCharge unknownCharge() {
    return unknownCharge;
  }

  /** What a second of waiting is worth, for {@link Objective#BALANCED}. */
  public Usd usdPerSecond() {
    return usdPerSecond;
  }

  /** The quantile of latency that {@link Objective#FASTEST} compares, 50 to 99 percent. */
  public int quantilePercent() {
    return quantilePercent;
  }

  /**
   * The share of requests, and of their expected cost, that may be spent on routes of which little
   * is known, 0 to 100 percent; 0 never explores.
   */
  public int explorationPercent() {
    return explorationPercent;
  }

  /** What decides in place of the objective where a request names none; null for none. */
  public @Nullable Preference preference() {
    return preference;
  }

  /**
   * The edges of smaller images in percent of those asked for, falling, for requests that allow
   * them; empty for none.
   */
  public List<Integer> sizeStepsPercent() {
    return sizeStepsPercent;
  }

  /** The only regions that any request may be served from; empty for any. */
  public Set<String> regions() {
    return regions;
  }

  /** What a provider must have promised, for any request. */
  public Set<DataRule> dataRules() {
    return dataRules;
  }

  /** What decides for a request, as far as it does not throw. */
  Preference preferenceFor(ImageRequest request) {
    return request.objective() == null && preference != null ? preference : objectiveFor(request);
  }

  Preference objectiveFor(ImageRequest request) {
    Objective asked = request.objective();
    return Objects.requireNonNull(objectives.get(asked == null ? objective : asked));
  }

  /** Whether a route that would drop a parameter is refused instead. */
  public boolean strict() {
    return strict;
  }

  /** Whether a call that may have been billed may be tried again. */
  public enum UnknownCharge {
    NEVER,
    /** Once in a request, knowing that it may then be paid twice. */
    ONCE
  }

  /** Collects a policy; starts as the cheapest of all models, three attempts within 180 s. */
  public static final class Builder {
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_PERCENT = 100;
    private static final int LEAST_QUANTILE = 50;
    private static final int MOST_QUANTILE = 99;

    private Objective objective = Objective.CHEAPEST;
    private Set<String> models = Set.of();
    private Ladder ladder = Ladder.standard();
    private Duration timeout = Duration.ofMinutes(3);
    private Duration patience = Duration.ofSeconds(15);
    private int attempts = 3;
    private int retryBudgetPercent = 20;
    private UnknownCharge unknownCharge = UnknownCharge.NEVER;
    private Usd usdPerSecond = Usd.parse("0.003");
    private int quantilePercent = 90;
    private int explorationPercent = 2;
    private @Nullable Preference preference;
    private List<Integer> sizeStepsPercent = List.of(80, 60, 40);
    private Set<String> regions = Set.of();
    private Set<DataRule> dataRules = Set.of();
    private boolean strict;

    private Builder() {}

    public Builder objective(Objective objective) {
      this.objective = Objects.requireNonNull(objective);
      return this;
    }

    public Builder models(Set<String> models) {
      this.models = Set.copyOf(models);
      return this;
    }

    public Builder ladder(Ladder ladder) {
      this.ladder = Objects.requireNonNull(ladder);
      return this;
    }

    public Builder timeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout %s must be positive".formatted(timeout));
      }
      this.timeout = timeout;
      return this;
    }

    public Builder patience(Duration patience) {
      if (patience.isNegative()) {
        throw new IllegalArgumentException("patience %s must not be negative".formatted(patience));
      }
      this.patience = patience;
      return this;
    }

    public Builder attempts(int attempts) {
      if (attempts < 1 || attempts > MAX_ATTEMPTS) {
        throw new IllegalArgumentException(
            "attempts is %d; allowed are 1 to %d".formatted(attempts, MAX_ATTEMPTS));
      }
      this.attempts = attempts;
      return this;
    }

    public Builder retryBudgetPercent(int percent) {
      if (percent < 0 || percent > MAX_PERCENT) {
        throw new IllegalArgumentException(
            "retryBudgetPercent is %d; allowed are 0 to %d".formatted(percent, MAX_PERCENT));
      }
      this.retryBudgetPercent = percent;
      return this;
    }

    public Builder unknownCharge(UnknownCharge unknownCharge) {
      this.unknownCharge = Objects.requireNonNull(unknownCharge);
      return this;
    }

    /** What a second of waiting is worth, not negative; $0.003 unless set, $10.80 an hour. */
    public Builder usdPerSecond(Usd usdPerSecond) {
      if (usdPerSecond.isNegative()) {
        throw new IllegalArgumentException(
            "usdPerSecond is %s; it must not be negative".formatted(usdPerSecond));
      }
      this.usdPerSecond = usdPerSecond;
      return this;
    }

    /** The quantile of latency that {@link Objective#FASTEST} compares, 50 to 99; 90 unless set. */
    public Builder quantilePercent(int percent) {
      if (percent < LEAST_QUANTILE || percent > MOST_QUANTILE) {
        throw new IllegalArgumentException(
            "quantilePercent is %d; allowed are %d to %d"
                .formatted(percent, LEAST_QUANTILE, MOST_QUANTILE));
      }
      this.quantilePercent = percent;
      return this;
    }

    /** The share of requests and money spent on routes unknown, 0 to 100; 2 unless set. */
    public Builder explorationPercent(int percent) {
      if (percent < 0 || percent > MAX_PERCENT) {
        throw new IllegalArgumentException(
            "explorationPercent is %d; allowed are 0 to %d".formatted(percent, MAX_PERCENT));
      }
      this.explorationPercent = percent;
      return this;
    }

    /** Decides in place of the objective where a request names none; null for the objective. */
    public Builder preference(@Nullable Preference preference) {
      this.preference = preference;
      return this;
    }

    /** Edges of smaller images in percent, falling, each 1 to 99; 80, 60 and 40 unless set. */
    public Builder sizeStepsPercent(List<Integer> percents) {
      int above = MAX_PERCENT;
      for (int percent : percents) {
        if (percent < 1 || percent >= above) {
          throw new IllegalArgumentException(
              "sizeStepsPercent is %s; allowed are 1 to 99, falling".formatted(percents));
        }
        above = percent;
      }
      this.sizeStepsPercent = List.copyOf(percents);
      return this;
    }

    /** Allows only these regions, by the names that providers declare; empty for any. */
    public Builder regions(Set<String> names) {
      this.regions = Capabilities.of(Set.of()).regions(names).build().regions();
      return this;
    }

    public Builder dataRules(Set<DataRule> rules) {
      this.dataRules = Set.copyOf(rules);
      return this;
    }

    public Builder strict(boolean strict) {
      this.strict = strict;
      return this;
    }

    public RoutingPolicy build() {
      return new RoutingPolicy(this);
    }
  }
}
