package dev.halftone.store;

/**
 * What a {@link LeasedLedger} has done so far, to show what leasing saves.
 *
 * @param localHolds reservations that were held from slices; unleased, each is two calls or more
 * @param refusals reservations that were refused
 * @param roundTrips calls made to the shared ledger, repetitions included
 * @param slices slices taken
 * @param abandoned slices that could not be settled, and so become suspense in the shared ledger
 */
public record LeaseCounts(
    long localHolds, long refusals, long roundTrips, long slices, long abandoned) {}
