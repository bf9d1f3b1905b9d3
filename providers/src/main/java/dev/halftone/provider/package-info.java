/** Adapters that speak each provider's wire format over Vert.x Web Client. */
@NullMarked
package dev.halftone.provider;

import org.jspecify.annotations.NullMarked;
