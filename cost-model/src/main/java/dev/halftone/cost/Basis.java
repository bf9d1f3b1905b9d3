package dev.halftone.cost;

import java.util.Locale;

/** What a quote rests on, from the firmest to the loosest. */
public enum Basis {
  /** A closed formula or a published table gives the tokens; only the text may differ slightly. */
  EXACT,
  /** Learned from what the provider reported for requests like this one. */
  OBSERVED,
  /** No formula is known, or the provider chooses: a declared upper bound limits it. */
  BOUND;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
