package dev.halftone.cli;

/** How the process ends, as the contract numbers it. */
enum Exit {
  DONE(0),
  /** A defect of Halftone itself, with one line that says so. */
  INTERNAL(1),
  /** Bad usage, bad input or bad configuration. */
  USAGE(2),
  /** Refused by a budget. */
  BUDGET(3),
  /**
   * No route can serve it, or the provider refused the prompt; or {@code catalog --check} found.
   */
  NO_ROUTE(4),
  /** Providers failed or timed out. */
  FAILED(5);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
