/** The tests that keep the documentation true. */
@NullMarked
package dev.halftone.docs;

import org.jspecify.annotations.NullMarked;
