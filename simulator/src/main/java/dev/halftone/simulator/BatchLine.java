package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One request of a batch and what will become of it when its turn comes: pictures, or a failure.
 *
 * @param order null when the request could not be read
 * @param fault what goes wrong; of pictures, how they are spoiled
 * @param failure null when it will be served
 */
record BatchLine(
    String customId,
    String requestId,
    @Nullable ImageOrder order,
    @Nullable Fault fault,
    @Nullable Rejection failure) {

  static BatchLine of(String customId, String requestId, ImageOrder order, @Nullable Fault fault) {
    return new BatchLine(customId, requestId, order, fault, failure(fault, requestId));
  }

  private static @Nullable Rejection failure(@Nullable Fault fault, String requestId) {
    if (fault == Fault.REFUSAL) {
      return Rejection.refused(requestId);
    }
    if (fault == Fault.REFUSED_AFTER_WORK) {
      return Rejection.refusedOutput(requestId);
    }
    return fault == null || fault.isBilled() ? null : Rejection.broken();
  }

  /** Half the price; nothing for an order that was not carried out. Slow the first time. */
  Bill bill() {
    boolean worked = fault == null ? failure == null : fault.isBilled();
    return order == null || !worked ? Bill.NOTHING : Bill.of(order).halved();
  }

  InvoiceLine.Ending ending() {
    return fault != null && failure == null && fault.spoilsPictures()
        ? InvoiceLine.Ending.SPOILED
        : InvoiceLine.Ending.ANSWERED;
  }
}
