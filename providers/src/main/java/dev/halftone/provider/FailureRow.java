package dev.halftone.provider;

import dev.halftone.image.ProviderFailure.Kind;

/**
 * One line of a provider's error table.
 *
 * @param status the HTTP status, or {@link #ANY}
 * @param token the code, type, inner code or {@code param=name} of the envelope; {@link #ENVELOPE}
 *     for any envelope, {@link #ANYTHING} for any body
 * @param kind what it means to the router
 * @param meaning what it means to a person, and what to do
 */
record FailureRow(int status, String token, Kind kind, String meaning) {
  static final int ANY = 0;
  static final String ENVELOPE = "*";
  static final String ANYTHING = "";

  boolean matches(int status, ErrorBody error) {
    if (this.status != ANY && this.status != status) {
      return false;
    }
    return switch (token) {
      case ANYTHING -> true;
      case ENVELOPE -> error.own();
      default -> error.tokens().contains(token);
    };
  }
}
