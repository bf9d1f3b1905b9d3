package dev.halftone.budget;

/** What a second-phase step did. */
public enum Ending {
  /** It ended the hold. */
  APPLIED,
  /** The hold had ended before; nothing changed. */
  ALREADY_ENDED,
  /** There is no such hold; nothing changed. */
  UNKNOWN
}
