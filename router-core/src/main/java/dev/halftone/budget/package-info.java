/** Scopes, windows and the two-phase ledger: reserve, then settle, release or suspend. */
@NullMarked
package dev.halftone.budget;

import org.jspecify.annotations.NullMarked;
