/**
 * Benchmarks of what the adapters keep to themselves: the reader of answers is measured without a
 * network, so these classes stand in its package. Nothing but benchmarks belongs here.
 */
@NullMarked
package dev.halftone.provider;

import org.jspecify.annotations.NullMarked;
