/** The halftone command. */
@NullMarked
package dev.halftone.cli;

import org.jspecify.annotations.NullMarked;
