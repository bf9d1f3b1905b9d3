package dev.halftone.router;

import dev.halftone.cost.ImageSpec;
import dev.halftone.router.Estimate.Exclusion;
import java.util.List;

/**
 * Every way to serve a request, quoted, and every way that cannot, with the reason. Depends on the
 * request and the day alone, so it is made once and planned on as often as needed.
 *
 * @param spec what they were quoted for, but for quality and size
 * @param warnings what whoever declared the ladder should know
 */
record Candidates(
    ImageSpec spec, List<Candidate> quoted, List<Exclusion> excluded, List<String> warnings) {
  Candidates {
    quoted = List.copyOf(quoted);
    excluded = List.copyOf(excluded);
    warnings = List.copyOf(warnings);
  }

  /** How many images they were quoted for. */
  int n() {
    return spec.n();
  }

  /** The best rung that any candidate stands on. */
  int topRung() {
    // The search goes from the best rung down.
    return quoted.isEmpty() ? 0 : quoted.get(0).rung();
  }
}
