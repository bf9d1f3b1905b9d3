package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;

/** Quotes with chosen amounts, for what is learned from their bills. */
final class Quotes {
  static final LocalDate CHECKED = LocalDate.of(2026, 11, 1);

  private Quotes() {}

  /** Of a thinking request that is only bounded; amounts in nano-dollars. */
  static Quote of(long least, long expected, long most) {
    return of(least, expected, most, Basis.BOUND, new ImageSize(1024, 1024));
  }

  static Quote exact(long nanos) {
    return of(nanos, nanos, nanos, Basis.EXACT, new ImageSize(1024, 1024));
  }

  static Quote of(long least, long expected, long most, Basis basis, ImageSize size) {
    ImageSpec spec =
        ImageSpec.builder().size(size).quality(Quality.HIGH).thinking(Thinking.HIGH).build();
    return new Quote(
        "azure",
        "gpt-image-2",
        spec,
        Usage.NONE,
        Usd.ofNanos(least),
        Usd.ofNanos(expected),
        Usd.ofNanos(most),
        basis,
        ThinkingCost.OFF,
        CHECKED,
        null,
        List.of("seed"),
        List.of("the price is stale"));
  }

  static CalibrationKey key(String provider) {
    return new CalibrationKey(provider, "gpt-image-2", Quality.HIGH, 20, Thinking.HIGH);
  }
}
