package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class CalibrationProperties {
  private static final CalibrationKey KEY = Quotes.key("azure-se");

  @Provide
  Arbitrary<Quote> anyQuote() {
    Arbitrary<Long> amount = Arbitraries.longs().between(0, Long.MAX_VALUE);
    return Combinators.combine(amount, amount, amount)
        .as(
            (a, b, c) -> {
              long least = Math.min(a, Math.min(b, c));
              long most = Math.max(a, Math.max(b, c));
              long middle = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
              return Quotes.of(least, middle, most);
            });
  }

  @Property(tries = 300)
  void calibrate_anyBillsOfAnyQuotes_keepsTheBoundsAndNeverHoldsAboveTheMost(
      @ForAll @Size(min = 1, max = 8) List<@LongRange(min = 0) Long> bills,
      @ForAll("anyQuote") Quote billed,
      @ForAll("anyQuote") Quote asked,
      @ForAll @IntRange(min = 900_000, max = 995_000) int ppm) {
    CalibrationOptions hard = CalibrationOptions.builder().minSamples(40).build();
    CalibrationOptions quantile = hard.newBuilder().holdQuantilePpm(ppm).build();
    Calibration atMost = Calibration.create(hard);
    Calibration atQuantile = Calibration.create(quantile);
    for (int i = 0; i < 300; i++) {
      Usd bill = Usd.ofNanos(bills.get(i * 7 % bills.size()));
      atMost.observe(KEY, billed, bill);
      atQuantile.observe(KEY, billed, bill);
    }
    Calibrated one = atMost.calibrate(KEY, asked);
    Calibrated other = atQuantile.calibrate(KEY, asked);
    assertThat(one.hold()).isEqualTo(asked.most());
    assertThat(other.quote()).isEqualTo(one.quote());
    assertThat(one.quote().least()).isEqualTo(asked.least());
    assertThat(one.quote().most()).isEqualTo(asked.most());
    assertThat(other.hold().isMoreThan(asked.most())).isFalse();
    assertThat(other.quote().expected().isMoreThan(other.hold())).isFalse();
  }

  /** A provider that always bills the same part is covered to the nano-dollar. */
  @Property
  void calibrate_oneBillAgainAndAgain_liesInTheInterval(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long expected,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long bill) {
    Quote quote = Quotes.of(0, expected, Long.MAX_VALUE);
    Calibration calibration =
        Calibration.create(CalibrationOptions.builder().minSamples(40).build());
    for (int i = 0; i < 60; i++) {
      calibration.observe(KEY, quote, Usd.ofNanos(bill));
    }
    if (bill / expected < BillRatio.MAX / BillRatio.ONE) {
      Calibrated calibrated = calibration.calibrate(KEY, quote);
      assertThat(calibrated.low().nanos()).isLessThanOrEqualTo(bill);
      assertThat(calibrated.high().nanos()).isGreaterThanOrEqualTo(bill);
      // Two roundings and half a unit of the ratio on each side.
      assertThat(calibrated.high().minus(calibrated.low()).nanos())
          .isLessThanOrEqualTo(2 + expected / BillRatio.ONE);
    }
  }

  @Property
  void window_anyRatios_isTheSortedTailOfThem(
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 30) Long> ratios,
      @ForAll @IntRange(min = 1, max = 60) int limit) {
    RatioWindow window = new RatioWindow(limit);
    Deque<Long> tail = new ArrayDeque<>();
    for (long ratio : ratios) {
      window.add(ratio);
      tail.add(ratio);
      if (tail.size() > limit) {
        tail.remove();
      }
      long[] sorted = tail.stream().mapToLong(Long::longValue).sorted().toArray();
      assertThat(window.size()).isEqualTo(sorted.length);
      for (int i = 0; i < sorted.length; i++) {
        assertThat(window.at(i)).isEqualTo(sorted[i]);
      }
      assertThat(window.inOrder()).containsExactly(tail.toArray(new Long[0]));
    }
  }

  /** Whatever the bills do, even spite the level, the share outside stays near the one wanted. */
  @Property
  void level_againstWhateverBills_leavesOutTheShareWanted(
      @ForAll @Size(value = 64) List<Boolean> pattern) {
    TailLevel level = new TailLevel(TailLevel.ALL / 40);
    int outside = 0;
    for (int i = 0; i < 20_000; i++) {
      // A bill is outside if the level asks for that much, with a pattern in between.
      boolean out =
          level.level() > TailLevel.ALL / 20 || (level.level() > 0 && pattern.get(i % 64));
      outside += out ? 1 : 0;
      level.observe(out);
    }
    assertThat(outside).isBetween(480, 520);
  }
}
