package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

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

    private Objective objective = Objective.CHEAPEST;
    private Set<String> models = Set.of();
    private Ladder ladder = Ladder.standard();
    private Duration timeout = Duration.ofMinutes(3);
    private Duration patience = Duration.ofSeconds(15);
    private int attempts = 3;
    private int retryBudgetPercent = 20;
    private UnknownCharge unknownCharge = UnknownCharge.NEVER;
    private Usd usdPerSecond = Usd.parse("0.001");
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

    public Builder usdPerSecond(Usd usdPerSecond) {
      if (usdPerSecond.isNegative()) {
        throw new IllegalArgumentException(
            "usdPerSecond is %s; it must not be negative".formatted(usdPerSecond));
      }
      this.usdPerSecond = usdPerSecond;
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
