package dev.halftone.router;

/**
 * What is expected of one route for one class of request.
 *
 * @param expectedNanos the usual latency
 * @param slowNanos a latency that few calls exceed; deadlines are checked against it
 * @param samples how many answers it rests on; 0 means the declared prior
 */
record Forecast(long expectedNanos, long slowNanos, long samples) {}
