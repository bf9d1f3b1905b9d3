package dev.halftone.budget;

/** What a second-phase step did. */
public enum Ending {
  /** It ended the hold. */
  APPLIED,
  /**
   * The hold had ended before, or is in suspense and waits for {@link BudgetLedger#resolve};
   * nothing changed.
   */
  ALREADY_ENDED,
  /**
   * There is no such hold, or it ended so long ago that the ledger forgot it, or it is still in
   * flight and so is no suspense to resolve; nothing changed.
   */
  UNKNOWN
}
