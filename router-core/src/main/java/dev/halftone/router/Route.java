package dev.halftone.router;

/**
 * One model at one provider: what health and latency are remembered for.
 *
 * @param batch whether in its slower, cheaper batch lane
 */
record Route(String provider, String model, boolean batch) {
  Route(String provider, String model) {
    this(provider, model, false);
  }

  @Override
  public String toString() {
    return provider + "/" + model + (batch ? " in a batch" : "");
  }
}
