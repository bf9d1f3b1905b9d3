package dev.halftone.budget;

/** The ledger's answer to a change of a hold that stays in flight. */
public sealed interface HoldChange {
  /**
   * The change was made, now or by an equal earlier call.
   *
   * @param hold what stands now: the hold that was extended, or the part that was carved out
   */
  record Changed(Reservation.Held hold) implements HoldChange {}

  /** A budget had no room; the hold is as it was. */
  record Refused(Reservation.Refused why) implements HoldChange {}

  /**
   * There is nothing to change.
   *
   * @param ending {@link Ending#ALREADY_ENDED} or {@link Ending#UNKNOWN}
   */
  record NotHeld(Ending ending) implements HoldChange {}
}
