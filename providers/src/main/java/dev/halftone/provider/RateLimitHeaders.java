package dev.halftone.provider;

import dev.halftone.image.RateLimit;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When to come back, as headers or, failing those, the text of an answer say. */
final class RateLimitHeaders {
  private static final List<String> KINDS = List.of("images", "requests", "tokens");
  private static final Pattern COUNT = Pattern.compile("\\d{1,12}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
  private static final Pattern STEP =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|milli|h|m|s)[a-z]*");
  private static final Pattern ADVICE =
      Pattern.compile("(?:try again in|retry after)\\s+((?:[\\d.]{1,12}\\s*[hms][a-z]*\\s*){1,4})");
  private static final int TEXT_READ = 2_000;

  private RateLimitHeaders() {}

  /**
   * Reads the wait asked for.
   *
   * @param text free text of the error, read to {@value #TEXT_READ} characters
   * @return zero or more, uncapped; null if nothing is said
   */
  static @Nullable Duration comeBackIn(MultiMap headers, String text, Instant now) {
    Duration wait = number(headers.get("retry-after-ms"), 0);
    if (wait == null) {
      wait = number(headers.get("retry-after"), 3);
    }
    if (wait == null) {
      wait = date(headers.get("retry-after"), now);
    }
    if (wait == null) {
      wait = reset(headers);
    }
    if (wait == null) {
      String read = text.substring(0, Math.min(text.length(), TEXT_READ)).toLowerCase(Locale.ROOT);
      Matcher advice = ADVICE.matcher(read);
      wait = advice.find() ? duration(advice.group(1)) : null;
    }
    return wait;
  }

  /**
   * Reads what is left of each limit that the headers name whole: limit, remaining and reset.
   *
   * @return empty where nothing is said, as by most
   */
  static List<RateLimit> limits(MultiMap headers) {
    List<RateLimit> limits = new ArrayList<>();
    for (RateLimit.Kind kind : RateLimit.Kind.values()) {
      String name = kind.toString().replace('_', '-');
      Long limit = count(headers.get("x-ratelimit-limit-" + name));
      Long remaining = count(headers.get("x-ratelimit-remaining-" + name));
      Duration reset = wait(headers.get("x-ratelimit-reset-" + name));
      if (limit != null && remaining != null && reset != null) {
        limits.add(new RateLimit(kind, limit, remaining, reset));
      }
    }
    return limits;
  }

  private static @Nullable Long count(@Nullable String text) {
    return text != null && COUNT.matcher(text.strip()).matches()
        ? (Long) Long.parseLong(text.strip())
        : null;
  }

  /** Plain seconds, or a duration in letters. */
  private static @Nullable Duration wait(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Duration seconds = number(text, 3);
    return seconds == null ? duration(text) : seconds;
  }

  /** Reads {@code 6m0s}, {@code 467ms}, {@code 1.5s} or {@code 16 seconds}. */
  static @Nullable Duration duration(String text) {
    Matcher step = STEP.matcher(text.strip().toLowerCase(Locale.ROOT));
    Duration sum = null;
    while (step.find()) {
      int shift = step.group(2).startsWith("m") && !step.group(2).equals("m") ? 0 : 3;
      BigDecimal unit =
          switch (step.group(2)) {
            case "h" -> BigDecimal.valueOf(3600);
            case "m" -> BigDecimal.valueOf(60);
            default -> BigDecimal.ONE;
          };
      Duration part = millis(new BigDecimal(step.group(1)).multiply(unit).movePointRight(shift));
      sum = sum == null ? part : sum.plus(part);
    }
    return sum;
  }

  /** The longest wait among the limits that are used up. */
  private static @Nullable Duration reset(MultiMap headers) {
    Duration longest = null;
    for (String kind : KINDS) {
      String reset = headers.get("x-ratelimit-reset-" + kind);
      if (reset != null && "0".equals(headers.get("x-ratelimit-remaining-" + kind))) {
        Duration wait = wait(reset);
        longest = longest == null || (wait != null && wait.compareTo(longest) > 0) ? wait : longest;
      }
    }
    return longest;
  }

  private static @Nullable Duration number(@Nullable String text, int shift) {
    return text != null && NUMBER.matcher(text.strip()).matches()
        ? millis(new BigDecimal(text.strip()).movePointRight(shift))
        : null;
  }

  private static @Nullable Duration date(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip()));
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration millis(BigDecimal millis) {
    return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
  }
}
