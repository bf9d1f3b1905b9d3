package dev.halftone.cost;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts the tokens of a prompt with o200k_base, the encoding of the GPT image models.
 *
 * <p>Thread-safe; no I/O but loading the encoding from the class path on first use, which takes
 * about a second and 30 MB: call {@link #warm()} from a background thread. After that a prompt of
 * 70 characters takes some 4 µs; counting repeats no work it did before, so callers with repeated
 * prompts should keep the counts.
 */
public final class TextTokens {
  /**
   * The longest text counted exactly, in UTF-16 units; every prompt a model accepts (32,000 code
   * points) fits.
   */
  public static final int MAX_EXACT_UNITS = 65_536;

  private TextTokens() {}

  /**
   * The number of tokens of the text alone. Names of special tokens in it are ordinary text.
   *
   * <p>Time grows in proportion to the length: some 0.1 s for the worst text of {@link
   * #MAX_EXACT_UNITS}, several times that in a cold JVM, so a caller on an event loop should refuse
   * overlong prompts first and count long ones elsewhere. Longer text, which no model accepts, is
   * not encoded: the answer is then an upper bound, the number of its UTF-8 bytes, because every
   * token stands for at least one.
   */
  public static int count(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return text.length() > MAX_EXACT_UNITS
        ? utf8Bytes(text)
        : Loaded.ENCODING.countTokensOrdinary(text);
  }

  /** Loads the encoding now, so that the first count need not. */
  public static void warm() {
    count("warm");
  }

  private static int utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      // A surrogate is half of a four-byte character.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** The holder class makes loading lazy and done once. */
  private static final class Loaded {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }
}
