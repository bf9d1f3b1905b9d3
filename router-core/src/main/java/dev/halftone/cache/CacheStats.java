package dev.halftone.cache;

/**
 * What a cache did so far and holds now.
 *
 * @param hits lookups that found images
 * @param misses lookups that found none
 * @param evictions entries dropped for room or age
 * @param tooLarge entries not stored because each was larger than the cache takes
 * @param entries entries held now
 * @param bytes about how much memory they take now
 */
public record CacheStats(
    long hits, long misses, long evictions, long tooLarge, long entries, long bytes) {}
