package dev.halftone.store;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Objects;

/** How an instance leases money, how long it keeps it and what it waits for. Immutable. */
public final class LeaseOptions {
  private static final int MAX_SHARE = 1_000;
  private static final int MAX_LOW_WATER_PERCENT = 90;
  private static final int MAX_WAITERS = 1_000_000;
  private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(1);
  private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

  private final Usd sliceAmount;
  private final int shareOfRoom;
  private final int lowWaterPercent;
  private final Duration lifetime;
  private final Duration idleTime;
  private final Duration patience;
  private final Duration callTimeout;
  private final Duration refusalMemory;
  private final Duration clockSkew;
  private final int maxWaiting;
  private final OnLoss onLoss;

  private LeaseOptions(Builder builder) {
    sliceAmount = builder.sliceAmount;
    shareOfRoom = builder.shareOfRoom;
    lowWaterPercent = builder.lowWaterPercent;
    lifetime = builder.lifetime;
    idleTime = builder.idleTime;
    patience = builder.patience;
    callTimeout = builder.callTimeout;
    refusalMemory = builder.refusalMemory;
    clockSkew = builder.clockSkew;
    maxWaiting = builder.maxWaiting;
    onLoss = builder.onLoss;
  }

  /** What to do while the shared ledger cannot be reached. */
  public enum OnLoss {
    /** Reservations fail. */
    REFUSE,
    /** Reservations are served from slices taken before, until their lifetime nears its end. */
    LEASED_ONLY
  }

  public static Builder newBuilder() {
    return new Builder();
  }

  /** The most that one slice takes ahead of need, in US dollars. */
  public Usd sliceAmount() {
    return sliceAmount;
  }

  /** A slice takes ahead at most one part in so many of what the budget has left. */
  public int shareOfRoom() {
    return shareOfRoom;
  }

  /** At which rest of the latest slice the next one is asked for, in percent of it. */
  public int lowWaterPercent() {
    return lowWaterPercent;
  }

  /** How long the shared ledger keeps a slice in flight unless it is extended. */
  public Duration lifetime() {
    return lifetime;
  }

  /** After how long without use the rest of a slice goes back. */
  public Duration idleTime() {
    return idleTime;
  }

  /** How long a reservation waits for a slice before it fails. */
  public Duration patience() {
    return patience;
  }

  /** How long one call to the shared ledger may take before it counts as failed. */
  public Duration callTimeout() {
    return callTimeout;
  }

  /** How long an answer that a budget is full is taken to hold for as much or more. */
  public Duration refusalMemory() {
    return refusalMemory;
  }

  /** By how much this machine's clock and the shared ledger's may differ. */
  public Duration clockSkew() {
    return clockSkew;
  }

  /** How many reservations may wait for slices at once. */
  public int maxWaiting() {
    return maxWaiting;
  }

  public OnLoss onLoss() {
    return onLoss;
  }

  /** Builds options; each method refuses what is out of its range. */
  public static final class Builder {
    private Usd sliceAmount = Usd.parse("10");
    private int shareOfRoom = 8;
    private int lowWaterPercent = 25;
    private Duration lifetime = Duration.ofSeconds(60);
    private Duration idleTime = Duration.ofSeconds(10);
    private Duration patience = Duration.ofSeconds(2);
    private Duration callTimeout = Duration.ofSeconds(1);
    private Duration refusalMemory = Duration.ofMillis(100);
    private Duration clockSkew = Duration.ofSeconds(1);
    private int maxWaiting = 10_000;
    private OnLoss onLoss = OnLoss.REFUSE;

    private Builder() {}

    /** At least one nano-dollar; $10 unless set. */
    public Builder sliceAmount(Usd amount) {
      if (amount.nanos() < 1) {
        throw new IllegalArgumentException(
            "sliceAmount is $%s; it must be more than $0".formatted(amount));
      }
      this.sliceAmount = amount;
      return this;
    }

    /** 1 to 1,000; 8 unless set. */
    public Builder shareOfRoom(int parts) {
      this.shareOfRoom = within("shareOfRoom", parts, 1, MAX_SHARE);
      return this;
    }

    /** 0, which is never ahead of need, to 90; 25 unless set. */
    public Builder lowWaterPercent(int percent) {
      this.lowWaterPercent = within("lowWaterPercent", percent, 0, MAX_LOW_WATER_PERCENT);
      return this;
    }

    /** 1 s to 1 h; 60 s unless set. */
    public Builder lifetime(Duration lifetime) {
      this.lifetime = within("lifetime", lifetime, SHORTEST_LIFETIME, LONGEST_LIFETIME);
      return this;
    }

    /** 100 ms to 1 h; 10 s unless set. */
    public Builder idleTime(Duration idleTime) {
      this.idleTime = within("idleTime", idleTime, Duration.ofMillis(100), LONGEST_LIFETIME);
      return this;
    }

    /** 1 ms to 1 min; 2 s unless set. */
    public Builder patience(Duration patience) {
      this.patience = within("patience", patience, Duration.ofMillis(1), LONGEST_WAIT);
      return this;
    }

    /** 1 ms to 1 min; 1 s unless set. */
    public Builder callTimeout(Duration timeout) {
      this.callTimeout = within("callTimeout", timeout, Duration.ofMillis(1), LONGEST_WAIT);
      return this;
    }

    /** 0 to 1 min; 100 ms unless set. */
    public Builder refusalMemory(Duration memory) {
      this.refusalMemory = within("refusalMemory", memory, Duration.ZERO, LONGEST_WAIT);
      return this;
    }

    /** 0 to 5 min; 1 s unless set. */
    public Builder clockSkew(Duration skew) {
      this.clockSkew = within("clockSkew", skew, Duration.ZERO, LONGEST_SKEW);
      return this;
    }

    /** 1 to 1,000,000; 10,000 unless set. */
    public Builder maxWaiting(int reservations) {
      this.maxWaiting = within("maxWaiting", reservations, 1, MAX_WAITERS);
      return this;
    }

    /** {@link OnLoss#REFUSE} unless set. */
    public Builder onLoss(OnLoss onLoss) {
      this.onLoss = Objects.requireNonNull(onLoss);
      return this;
    }

    public LeaseOptions build() {
      return new LeaseOptions(this);
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s is %d; allowed are %d to %d".formatted(name, value, least, most));
      }
      return value;
    }

    private static Duration within(String name, Duration value, Duration least, Duration most) {
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            "%s is %s; allowed are %s to %s".formatted(name, value, least, most));
      }
      return value;
    }
  }
}
