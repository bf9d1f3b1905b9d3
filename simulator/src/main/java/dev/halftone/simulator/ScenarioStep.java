package dev.halftone.simulator;

import java.util.Set;

/**
 * One step of a scenario.
 *
 * @param fromNanos simulated nanoseconds since the start at which it begins
 * @param untilNanos the first nanosecond in which it holds no more
 * @param providers whom it befalls
 * @param change what it changes
 */
record ScenarioStep(
    long fromNanos, long untilNanos, Set<SimulatedProvider> providers, ScenarioState change) {

  ScenarioStep {
    providers = Set.copyOf(providers);
  }

  boolean holds(long nanos, SimulatedProvider provider) {
    return nanos >= fromNanos && nanos < untilNanos && providers.contains(provider);
  }
}
