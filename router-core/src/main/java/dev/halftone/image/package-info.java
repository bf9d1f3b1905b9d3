/** Image requests and results, and the SPI a provider implements. */
@NullMarked
package dev.halftone.image;

import org.jspecify.annotations.NullMarked;
