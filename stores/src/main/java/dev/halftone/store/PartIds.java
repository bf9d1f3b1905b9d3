package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The ids in the shared ledger of a local hold that left its slices: one for each of them. */
final class PartIds {
  private static final int MAX_NUMBER = 16;

  private PartIds() {}

  /**
   * The id of a part; the same wherever it is asked for.
   *
   * @param number counts the parts of one scope, from 1
   */
  static String of(String id, Scope scope, int number) {
    String plain = id + "@" + scope + (number == 1 ? "" : "/" + number);
    if (plain.length() <= BudgetLedger.MAX_ID_LENGTH) {
      return plain;
    }
    String digest = digest(plain);
    return plain.substring(0, BudgetLedger.MAX_ID_LENGTH - digest.length() - 1) + "#" + digest;
  }

  /** Whether this suspense is a part of that hold. */
  static boolean isPart(Suspense suspense, String id) {
    if (suspense.scopes().size() != 1) {
      return false;
    }
    for (int number = 1; number <= MAX_NUMBER; number++) {
      if (suspense.id().equals(of(id, suspense.scopes().get(0), number))) {
        return true;
      }
    }
    return false;
  }

  private static String digest(String plain) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
