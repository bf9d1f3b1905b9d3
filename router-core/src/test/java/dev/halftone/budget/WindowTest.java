package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "DAY,   UTC,           2026-11-20T10:00:00Z,     2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
    "DAY,   UTC,           2026-11-20T00:00:00Z,     2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
    "DAY,   UTC,           2026-11-20T23:59:59.999Z, 2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
    "DAY,   Europe/Berlin, 2026-10-25T12:00:00Z,     2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAY,   Europe/Berlin, 2026-03-29T12:00:00Z,     2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "WEEK,  UTC,           2026-11-22T23:00:00Z,     2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "WEEK,  UTC,           2026-11-23T00:00:00Z,     2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "MONTH, UTC,           2026-12-31T23:59:59Z,     2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "MONTH, Asia/Tokyo,    2026-11-30T15:00:00Z,     2026-11-30T15:00:00Z, 2026-12-31T15:00:00Z",
    // No midnight: the clocks of Beirut went from 23:59:59 to 01:00.
    "DAY,   Asia/Beirut,   2021-03-28T10:00:00Z,     2021-03-27T22:00:00Z, 2021-03-28T21:00:00Z",
    // Two midnights: at 00:01 of the 7th, St John's went back to 23:01 of the 6th.
    "DAY,   America/St_Johns, 2010-11-07T02:30:30Z,  2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
    "DAY,   America/St_Johns, 2010-11-07T03:00:00Z,  2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z"
  })
  void calendar_anyInstant_liesInItsWindow(
      Window.Unit unit, ZoneId zone, Instant now, Instant start, Instant end) {
    Window.Calendar window = new Window.Calendar(unit, zone);
    assertThat(window.start(now)).isEqualTo(start);
    assertThat(window.end(now)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Beirut"})
  void calendar_everyHalfHourOfTwoYears_isTiledWithoutGapOrOverlap(ZoneId zone) {
    for (Window.Unit unit : Window.Unit.values()) {
      Window.Calendar window = new Window.Calendar(unit, zone);
      Instant now = Instant.parse("2010-06-01T00:10:00Z");
      Instant end = window.end(now);
      for (int i = 0; i < 2 * 366 * 48; i++) {
        Instant start = window.start(now);
        assertThat(start).isBeforeOrEqualTo(now);
        assertThat(window.end(now)).isAfter(now);
        if (!now.isBefore(end)) {
          assertThat(start).isEqualTo(end);
          end = window.end(now);
        }
        assertThat(window.end(now)).isEqualTo(end);
        now = now.plus(Duration.ofMinutes(30));
      }
    }
  }

  @Test
  void parse_everyForm_isRead() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    assertThat(Window.parse("total", zone)).isEqualTo(new Window.Total());
    assertThat(Window.parse("week", zone))
        .isEqualTo(new Window.Calendar(Window.Unit.WEEK, zone))
        .hasToString("week Europe/Berlin");
    assertThat(Window.parse("PT1H", zone)).isEqualTo(new Window.Rolling(Duration.ofHours(1)));
    assertThatThrownBy(() -> Window.parse("hour", zone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("hour", "PT1H");
    assertThatThrownBy(() -> Window.parse("PT-1H", zone))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
