/**
 * Benchmarks of what the router keeps to itself: planning is measured apart from the futures around
 * it, so these classes stand in its package. Nothing but benchmarks belongs here.
 */
@NullMarked
package dev.halftone.router;

import org.jspecify.annotations.NullMarked;
