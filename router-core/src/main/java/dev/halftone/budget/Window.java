package dev.halftone.budget;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Over which time a limit counts. Immutable, thread-safe and pure: the instant is passed in. */
public sealed interface Window {
  /** For ever. */
  record Total() implements Window {
    @Override
    public String toString() {
      return "total";
    }
  }

  /**
   * A calendar day, ISO week (from Monday) or month in a zone.
   *
   * <p>Money counts in the window in which it was reserved, whenever it is settled, and in no
   * other: a call in flight or in suspense at midnight neither takes room from the new day nor is
   * freed by it, because the provider bills for the moment it was asked. So each window keeps the
   * promise by itself.
   *
   * <p>Windows tile the time line even where a zone repeats or skips a midnight: each lasts from
   * the first instant of its first day to the first instant of the next window's.
   */
  record Calendar(Unit unit, ZoneId zone) implements Window {
    /** When the window that holds this instant began, inclusive. */
    public Instant start(Instant now) {
      return begin(firstDay(now));
    }

    /** When the window that holds this instant ends, exclusive. */
    public Instant end(Instant now) {
      return begin(next(firstDay(now)));
    }

    private LocalDate firstDay(Instant now) {
      LocalDate today = LocalDate.ofInstant(now, zone);
      LocalDate first =
          switch (unit) {
            case DAY -> today;
            case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> today.withDayOfMonth(1);
          };
      // Clocks set back over midnight show yesterday's date again after today has begun.
      while (!begin(next(first)).isAfter(now)) {
        first = next(first);
      }
      return first;
    }

    private LocalDate next(LocalDate first) {
      return switch (unit) {
        case DAY -> first.plusDays(1);
        case WEEK -> first.plusWeeks(1);
        case MONTH -> first.plusMonths(1);
      };
    }

    private Instant begin(LocalDate day) {
      return day.atStartOfDay(zone).toInstant();
    }

    @Override
    public String toString() {
      return unit.name().toLowerCase(Locale.ROOT) + " " + zone;
    }
  }

  /**
   * The last so-and-so long. Money counts from its reservation, while it is held or in suspense,
   * and until that long after it was settled; never shorter, and at most one {@link #SLICES}th
   * longer, because a ledger may add up what was settled within one slice of the window.
   *
   * @param length positive; a ledger counts in whole milliseconds, rounded up
   */
  record Rolling(Duration length) implements Window {
    /** Into how many slices a ledger may cut the window. */
    public static final int SLICES = 64;

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
