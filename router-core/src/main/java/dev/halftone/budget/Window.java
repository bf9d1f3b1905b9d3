package dev.halftone.budget;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Over which time a limit counts. */
public sealed interface Window {
  /** For ever. */
  record Total() implements Window {
    @Override
    public String toString() {
      return "total";
    }
  }

  /**
   * A calendar day, ISO week (from Monday) or month in a zone. Money counts in the window in which
   * it was reserved, whenever it is settled.
   */
  record Calendar(Unit unit, ZoneId zone) implements Window {
    @Override
    public String toString() {
      return unit.name().toLowerCase(Locale.ROOT) + " " + zone;
    }
  }

  /** The last so-and-so long. Money counts from its reservation until that long after it ended. */
  record Rolling(Duration length) implements Window {
    public Rolling {
      if (length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException("window %s must be positive".formatted(length));
      }
    }

    @Override
    public String toString() {
      return length.toString();
    }
  }

  /** A calendar unit. */
  enum Unit {
    DAY,
    WEEK,
    MONTH
  }

  /**
   * Reads {@code total}, {@code day}, {@code week}, {@code month} or an ISO duration such as {@code
   * PT1H}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Window parse(String text, ZoneId zone) {
    return switch (text) {
      case "total" -> new Total();
      case "day" -> new Calendar(Unit.DAY, zone);
      case "week" -> new Calendar(Unit.WEEK, zone);
      case "month" -> new Calendar(Unit.MONTH, zone);
      default -> {
        try {
          yield new Rolling(Duration.parse(text));
        } catch (DateTimeParseException e) {
          throw new IllegalArgumentException(
              "window '%s' is not total, day, week, month or a duration such as PT1H"
                  .formatted(text),
              e);
        }
      }
    };
  }
}
