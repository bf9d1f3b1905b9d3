package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.List;

/**
 * A hold whose outcome nobody knows.
 *
 * @param id the hold's id
 * @param scopes whom it is charged to
 * @param amount how much is kept
 * @param since when it became suspense
 */
public record Suspense(String id, List<Scope> scopes, Usd amount, Instant since) {
  public Suspense {
    scopes = List.copyOf(scopes);
  }
}
