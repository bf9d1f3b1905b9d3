package dev.halftone.provider;

import java.time.Instant;
import java.util.Objects;

/**
 * A bearer token that lives for a while. Immutable; shows nothing but its end.
 *
 * @param value what is sent
 * @param expiresAt from when it is no longer accepted
 */
public record AccessToken(Secret value, Instant expiresAt) {
  public AccessToken {
    Objects.requireNonNull(value);
    Objects.requireNonNull(expiresAt);
  }
}
