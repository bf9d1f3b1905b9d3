package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.RateLimit;
import dev.halftone.image.RateLimit.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void waitNanos_nothingKnown_neverWaits() {
    Meter meter = new Meter(null);
    meter.sent(1_000_000, 0);

    assertThat(meter.waitNanos(1_000_000, 0)).isZero();
    assertThat(meter.left(0)).isNull();
  }

  @Test
  void waitNanos_quotaUsedUp_isUntilEnoughOfItIsAMinuteOld() {
    Meter meter = new Meter(5L);
    meter.sent(2, 0);
    meter.sent(3, 30 * SECOND);

    assertThat(meter.left(30 * SECOND)).isZero();
    // A second is forgotten when all of it is a minute old.
    assertThat(meter.waitNanos(2, 31 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(meter.waitNanos(3, 31 * SECOND)).isEqualTo(60 * SECOND);
    assertThat(meter.waitNanos(2, 61 * SECOND)).isZero();
    assertThat(meter.left(61 * SECOND)).isEqualTo(2);
  }

  @Test
  void waitNanos_moreThanTheLimitItself_isForever() {
    assertThat(new Meter(5L).waitNanos(6, 0)).isEqualTo(Block.FOREVER);
    Meter told = new Meter(null);
    told.told(limit(5, 5, 60), 0, 0);
    assertThat(told.waitNanos(6, 0)).isEqualTo(Block.FOREVER);
    assertThat(told.waitNanos(5, 0)).isZero();
  }

  @Test
  void left_toldWithCallsSentSince_takesThoseOff() {
    Meter meter = new Meter(null);
    long mark = meter.sent(1, 0);
    meter.sent(2, SECOND);

    meter.told(limit(10, 6, 30), mark, 2 * SECOND);

    assertThat(meter.left(2 * SECOND)).isEqualTo(4);
    assertThat(meter.waitNanos(5, 2 * SECOND)).isEqualTo(30 * SECOND);
  }

  @Test
  void told_byAnEarlierCallThatAnswersLate_changesNothing() {
    Meter meter = new Meter(null);
    long first = meter.sent(1, 0);
    long second = meter.sent(1, 0);
    meter.told(limit(10, 3, 30), second, SECOND);

    meter.told(limit(10, 9, 30), first, 2 * SECOND);

    assertThat(meter.left(2 * SECOND)).isEqualTo(3);
  }

  @Test
  void left_afterTheReset_isTheWholeLimitOnceAndNotMore() {
    Meter meter = new Meter(null);
    meter.told(limit(5, 0, 12), meter.sent(5, 0), 0);
    assertThat(meter.waitNanos(1, 0)).isEqualTo(12 * SECOND);
    assertThat(meter.left(12 * SECOND)).isEqualTo(5);

    meter.sent(5, 12 * SECOND);

    assertThat(meter.waitNanos(1, 12 * SECOND)).isEqualTo(60 * SECOND);
  }

  @Test
  void told_limitOfNothing_isNotBelieved() {
    Meter meter = new Meter(null);
    meter.told(limit(0, 0, 60), meter.sent(1, 0), 0);

    assertThat(meter.waitNanos(1, 0)).isZero();
  }

  @Test
  void left_quotaAndWord_isTheLower() {
    Meter meter = new Meter(10L);
    meter.told(limit(20, 4, 60), meter.sent(1, 0), 0);
    assertThat(meter.left(0)).isEqualTo(4);

    meter.told(limit(20, 19, 60), meter.sent(1, 0), 0);
    assertThat(meter.left(0)).isEqualTo(8);
  }

  private static RateLimit limit(long limit, long remaining, long resetSeconds) {
    return new RateLimit(Kind.IMAGES, limit, remaining, Duration.ofSeconds(resetSeconds));
  }
}
