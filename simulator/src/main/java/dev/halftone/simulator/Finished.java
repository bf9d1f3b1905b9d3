package dev.halftone.simulator;

import java.util.List;

/** An order whose pictures are drawn and whose price is known. */
record Finished(
    ImageOrder order,
    Bill bill,
    List<byte[]> pictures,
    long createdEpochSeconds,
    String requestId) {}
