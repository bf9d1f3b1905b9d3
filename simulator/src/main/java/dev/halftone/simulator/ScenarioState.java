package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a scenario changes for one provider at one moment.
 *
 * @param outage whether every call is answered 503
 * @param refuseKey whether the right key is refused too
 * @param quotaExhausted whether quota or money is used up
 * @param blocked whether the account or resource is blocked
 * @param faults the rates that hold instead of the profile's, or null
 * @param latencyFactor what latencies are multiplied by
 * @param rateLimit the limit that holds instead of the profile's, or null
 */
record ScenarioState(
    boolean outage,
    boolean refuseKey,
    boolean quotaExhausted,
    boolean blocked,
    @Nullable FaultRates faults,
    double latencyFactor,
    @Nullable RateLimit rateLimit) {

  static final ScenarioState USUAL = new ScenarioState(false, false, false, false, null, 1, null);

  /** Both together; {@code later} wins where only one can hold. */
  ScenarioState and(ScenarioState later) {
    return new ScenarioState(
        outage || later.outage,
        refuseKey || later.refuseKey,
        quotaExhausted || later.quotaExhausted,
        blocked || later.blocked,
        later.faults == null ? faults : later.faults,
        latencyFactor * later.latencyFactor,
        later.rateLimit == null ? rateLimit : later.rateLimit);
  }

  /** The profile that holds at this moment. */
  ProviderProfile over(ProviderProfile usual) {
    if (faults == null && rateLimit == null && latencyFactor == 1) {
      return usual;
    }
    return new ProviderProfile(
        usual.latency().times(latencyFactor),
        rateLimit == null ? usual.rateLimit() : rateLimit,
        faults == null ? usual.faults() : faults,
        usual.jobsAtOnce());
  }

  /** Refuses what nobody looks at while the provider is down. */
  void checkOutage() throws Rejection {
    if (outage) {
      throw Rejection.unavailable();
    }
  }

  /** Refuses a call whose head is in order because of who sent it. */
  void checkAccount(Dialect dialect) throws Rejection {
    if (refuseKey) {
      throw dialect.keyRefused();
    }
    if (blocked) {
      throw dialect.blocked();
    }
    if (quotaExhausted) {
      throw dialect.quotaExhausted();
    }
  }
}
