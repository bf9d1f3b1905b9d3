package dev.halftone.cli;

import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;

/** A simulator of a test's own, whose day is {@link Run#TODAY} and whose key is {@link #KEY}. */
record RunningSimulator(Vertx vertx, Simulator simulator) {
  static final String KEY = "sk-test-never-shown";

  static RunningSimulator start(SimulatorOptions.Builder options) throws Exception {
    Vertx vertx = Waiting.vertx();
    Simulator simulator =
        Simulator.create(vertx, options.apiKey(KEY).clock(() -> Run.TODAY).build());
    Waiting.await(simulator.listen(0));
    return new RunningSimulator(vertx, simulator);
  }

  void stop() throws Exception {
    Waiting.await(simulator.close());
    Waiting.await(vertx.close());
  }
}
