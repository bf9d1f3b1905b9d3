package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Money as gateways report it: US dollars, as a JSON number or as decimal text. */
final class WireMoney {
  /** Bounded, so that no exponent is ever expanded digit by digit. */
  private static final Pattern DOLLARS = Pattern.compile("\\d{1,10}(\\.\\d{1,40})?");

  private static final int MAX_CHARS = 64;
  private static final int MAX_SCALE = 40;
  private static final int NANOS = 9;

  private WireMoney() {}

  /**
   * Reads an amount exactly. It may have more than nine decimals; the rest is rounded up to the
   * next nano-dollar, so that the ledger never holds less than was paid. Zero is what gateways
   * report when the call went to the caller's own account elsewhere, so it says nothing.
   *
   * @return null if it is missing, zero, or nothing that can be believed
   */
  static @Nullable Usd dollars(JsonNode cost) {
    BigDecimal dollars = decimal(cost);
    if (dollars == null) {
      return null;
    }
    BigDecimal nanos = dollars.movePointRight(NANOS).setScale(0, RoundingMode.CEILING);
    boolean fits = nanos.signum() > 0 && nanos.toBigInteger().bitLength() < Long.SIZE;
    return fits ? Usd.ofNanos(nanos.longValueExact()) : null;
  }

  private static @Nullable BigDecimal decimal(JsonNode cost) {
    if (cost.isNumber()) {
      BigDecimal number = cost.decimalValue();
      boolean small = Math.abs((long) number.scale()) <= MAX_SCALE;
      return small && number.precision() <= MAX_CHARS ? number : null;
    }
    String text = cost.asText("");
    return text.length() <= MAX_CHARS && DOLLARS.matcher(text).matches()
        ? new BigDecimal(text)
        : null;
  }
}
