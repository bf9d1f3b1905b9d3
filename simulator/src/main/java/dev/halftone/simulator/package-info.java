/** All providers on loopback, wire-true, with latency, faults, limits, a bill and real PNGs. */
@NullMarked
package dev.halftone.simulator;

import org.jspecify.annotations.NullMarked;
