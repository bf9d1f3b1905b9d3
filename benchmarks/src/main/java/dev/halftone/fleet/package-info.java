/**
 * The router in virtual time: its real planner, execution and ledger over models of providers, from
 * a seed. Nothing here reads a clock or is random by itself, so a run repeats exactly.
 */
@NullMarked
package dev.halftone.fleet;

import org.jspecify.annotations.NullMarked;
