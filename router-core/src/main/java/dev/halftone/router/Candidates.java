package dev.halftone.router;

import dev.halftone.router.Estimate.Exclusion;
import java.util.List;

/**
 * Every way to serve a request, quoted, and every way that cannot, with the reason. Depends on the
 * request and the day alone, so it is made once and planned on as often as needed.
 *
 * @param n how many images they were quoted for
 */
record Candidates(int n, List<Candidate> quoted, List<Exclusion> excluded) {
  Candidates {
    quoted = List.copyOf(quoted);
    excluded = List.copyOf(excluded);
  }

  /** The best rung that any candidate stands on. */
  int topRung() {
    return quoted.stream().mapToInt(Candidate::rung).min().orElse(0);
  }
}
