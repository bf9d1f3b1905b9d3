package dev.halftone.cli;

import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A simulator for each test, whose day is {@link Run#TODAY} and whose key is {@link #KEY}. */
final class RunningSimulator implements BeforeEachCallback, AfterEachCallback {
  static final String KEY = "sk-test-never-shown";

  private final Vertx vertx = Waiting.vertx();
  private final Simulator simulator;

  RunningSimulator(SimulatorOptions.Builder options) {
    simulator = Simulator.create(vertx, options.apiKey(KEY).clock(() -> Run.TODAY).build());
  }

  Simulator simulator() {
    return simulator;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Waiting.await(simulator.listen(0));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Waiting.await(simulator.close());
    Waiting.await(vertx.close());
  }
}
