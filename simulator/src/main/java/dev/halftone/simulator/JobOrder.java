package dev.halftone.simulator;

import java.util.function.Supplier;

/**
 * An order for a job that passed every check.
 *
 * @param image what to draw; it was called as the id of the endpoint
 * @param inline whether the answer is to carry the pictures instead of their addresses
 * @param price what it costs; slow the first time, so not for an event loop
 */
record JobOrder(ImageOrder image, boolean inline, Supplier<Bill> price) {}
