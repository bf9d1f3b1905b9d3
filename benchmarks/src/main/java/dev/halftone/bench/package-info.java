/** Benchmarks: each states a question and carries its baseline. */
@NullMarked
package dev.halftone.bench;

import org.jspecify.annotations.NullMarked;
