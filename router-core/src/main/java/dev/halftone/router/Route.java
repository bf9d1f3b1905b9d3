package dev.halftone.router;

/** One model at one provider: what health and latency are remembered for. */
record Route(String provider, String model) {
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
