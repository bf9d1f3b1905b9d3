package dev.halftone.fleet;

/**
 * What came of one request.
 *
 * @param end how it ended
 * @param images how many images it brought
 */
record Outcome(End end, int images) {
  enum End {
    SERVED,
    /** The provider refuses the prompt: nobody's failure. */
    PROMPT_REFUSED,
    /** A budget had no room. */
    OUT_OF_BUDGET,
    FAILED
  }

  static Outcome of(End end) {
    return new Outcome(end, 0);
  }
}
