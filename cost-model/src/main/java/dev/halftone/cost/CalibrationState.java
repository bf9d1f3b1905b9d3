package dev.halftone.cost;

/** What a key remembers, as it is written down. The ratios run from the oldest to the newest. */
record CalibrationState(
    CalibrationKey key,
    long samples,
    long mean,
    long below,
    long above,
    long aboveHold,
    @SuppressWarnings("ArrayRecordComponent") long[] ratios) {}
