/**
 * Adapters that speak each provider's wire format over Vert.x Web Client.
 *
 * <p>A call goes from a public provider through the {@code WireProvider} they share: its {@code
 * Wire} words the request, {@code HttpCalls} sends it once, {@code ImageBodyReader} decodes the
 * images while the answer arrives, and either the wire's codec or its {@code FailureTable} says
 * what came.
 */
@NullMarked
package dev.halftone.provider;

import org.jspecify.annotations.NullMarked;
