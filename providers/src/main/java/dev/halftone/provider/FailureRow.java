package dev.halftone.provider;

import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of a provider's error table.
 *
 * @param status the HTTP status, or {@link #ANY}
 * @param token the code, type, inner code or {@code param=name} of the envelope; {@link #ENVELOPE}
 *     for any envelope, {@link #ANYTHING} for any body
 * @param kind what it means to the router
 * @param meaning what it means to a person, and what to do
 * @param billed whether it is charged, where the provider tells; null for what its kind says
 * @param comeBackIn how long it lasts by its documents, for an answer that does not tell; or null
 */
record FailureRow(
    int status,
    String token,
    Kind kind,
    String meaning,
    @Nullable Billed billed,
    @Nullable Duration comeBackIn) {
  static final int ANY = 0;
  static final String ENVELOPE = "*";
  static final String ANYTHING = "";

  FailureRow(int status, String token, Kind kind, String meaning) {
    this(status, token, kind, meaning, null);
  }

  FailureRow(int status, String token, Kind kind, String meaning, @Nullable Billed billed) {
    this(status, token, kind, meaning, billed, null);
  }

  FailureRow lasting(Duration comeBackIn) {
    return new FailureRow(status, token, kind, meaning, billed, comeBackIn);
  }

  FailureRow read(Kind kind, String meaning) {
    return new FailureRow(status, token, kind, meaning, billed, comeBackIn);
  }

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
