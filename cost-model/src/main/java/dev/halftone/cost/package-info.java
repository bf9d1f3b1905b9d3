/** Money, usage, token rules, model cards, dated prices and quotes: arithmetic, no network. */
@NullMarked
package dev.halftone.cost;

import org.jspecify.annotations.NullMarked;
