package dev.halftone.simulator;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts what a prompt bills: its o200k_base tokens and six more. The first count loads the table
 * and takes up to a second. Thread-safe; may block.
 */
final class PromptTokens {
  private static final int FRAME = 6;

  private PromptTokens() {}

  static int count(String prompt) {
    return Table.ENCODING.countTokensOrdinary(prompt) + FRAME;
  }

  private static final class Table {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }
}
