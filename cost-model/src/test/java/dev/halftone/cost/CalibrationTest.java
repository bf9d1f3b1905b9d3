package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  private static final CalibrationKey KEY = Quotes.key("azure-se");
  private static final Quote QUOTE = Quotes.of(50, 100, 1_000);
  private static final CalibrationOptions HARD = CalibrationOptions.builder().build();
  private static final CalibrationOptions QUANTILE =
      CalibrationOptions.builder().holdQuantilePpm(990_000).build();

  private static Calibration after(CalibrationOptions options, Quote quote, long... bills) {
    Calibration calibration = Calibration.create(options);
    for (long bill : bills) {
      calibration.observe(KEY, quote, Usd.ofNanos(bill));
    }
    return calibration;
  }

  /** Bills from 101 to 300, each once, in an order that mixes them. */
  private static long[] spread() {
    long[] bills = new long[200];
    for (int i = 0; i < bills.length; i++) {
      bills[i] = 101 + (i * 73L) % 200;
    }
    return bills;
  }

  private static long[] same(long bill, int times) {
    long[] bills = new long[times];
    Arrays.fill(bills, bill);
    return bills;
  }

  @Test
  void calibrate_nothingObserved_isTheQuoteHeldAtItsMost() {
    Calibrated calibrated = Calibration.create(QUANTILE).calibrate(KEY, QUOTE);
    assertThat(calibrated)
        .isEqualTo(new Calibrated(QUOTE, QUOTE.least(), QUOTE.most(), QUOTE.most(), 0));
  }

  @Test
  void calibrate_oneBillShortOfEnough_correctsNothing() {
    Calibration calibration = after(QUANTILE, QUOTE, same(200, 99));
    assertThat(calibration.calibrate(KEY, QUOTE))
        .isEqualTo(new Calibrated(QUOTE, QUOTE.least(), QUOTE.most(), QUOTE.most(), 99));
    calibration.observe(KEY, QUOTE, Usd.ofNanos(200));
    Calibrated calibrated = calibration.calibrate(KEY, QUOTE);
    assertThat(calibrated.quote().expected()).isEqualTo(Usd.ofNanos(200));
    assertThat(calibrated.quote().basis()).isEqualTo(Basis.OBSERVED);
  }

  @Test
  void calibrate_hardMode_correctsTheExpectationAndHoldsTheMost() {
    Calibrated calibrated = after(HARD, QUOTE, spread()).calibrate(KEY, QUOTE);
    assertThat(calibrated.quote().expected().nanos()).isBetween(195L, 206L);
    assertThat(calibrated.low().nanos()).isBetween(101L, 108L);
    assertThat(calibrated.high().nanos()).isBetween(293L, 300L);
    assertThat(calibrated.hold()).isEqualTo(QUOTE.most());
    assertThat(calibrated.samples()).isEqualTo(200);
  }

  @Test
  void calibrate_quantileMode_holdsTheQuantile() {
    Calibrated calibrated = after(QUANTILE, QUOTE, spread()).calibrate(KEY, QUOTE);
    assertThat(calibrated.hold().nanos()).isBetween(295L, 300L);
  }

  @Test
  void calibrate_anotherSizeOfTheClass_scalesWithItsOwnExpectation() {
    Quote larger = Quotes.of(75, 150, 1_500);
    Calibrated calibrated = after(HARD, QUOTE, same(200, 100)).calibrate(KEY, larger);
    assertThat(calibrated.quote().expected()).isEqualTo(Usd.ofNanos(300));
    assertThat(calibrated.low()).isEqualTo(Usd.ofNanos(300));
    assertThat(calibrated.high()).isEqualTo(Usd.ofNanos(300));
  }

  @Test
  void calibrate_correctedQuote_keepsAllElse() {
    Quote corrected = after(HARD, QUOTE, same(200, 100)).calibrate(KEY, QUOTE).quote();
    assertThat(corrected)
        .usingRecursiveComparison()
        .ignoringFields("expected", "basis")
        .isEqualTo(QUOTE);
  }

  @Test
  void calibrate_formulaThatBillsConfirm_staysExact() {
    Quote quote = Quotes.exact(164_640_000);
    Calibrated calibrated = after(QUANTILE, quote, same(164_640_000, 1_000)).calibrate(KEY, quote);
    assertThat(calibrated)
        .isEqualTo(new Calibrated(quote, quote.least(), quote.most(), quote.most(), 1_000));
  }

  @ParameterizedTest
  @CsvSource({"2000, above the most declared", "20, below the least declared"})
  void calibrate_billsOutsideWhatWasDeclared_warnsAndStaysWithinTheHold(long bill, String why) {
    Calibrated calibrated = after(QUANTILE, QUOTE, same(bill, 100)).calibrate(KEY, QUOTE);
    assertThat(calibrated.low()).isEqualTo(Usd.ofNanos(bill));
    assertThat(calibrated.high()).isEqualTo(Usd.ofNanos(bill));
    assertThat(calibrated.quote().expected())
        .isEqualTo(bill > 1_000 ? QUOTE.most() : QUOTE.least());
    assertThat(calibrated.hold()).isEqualTo(bill > 1_000 ? QUOTE.most() : QUOTE.least());
    assertThat(calibrated.quote().warnings()).hasSize(2).last().asString().contains(why);
  }

  @Test
  void calibrate_burstOfOverruns_holdsTheMostUntilItIsEarnedBack() {
    Calibration calibration = after(QUANTILE, QUOTE, same(200, 300));
    for (int i = 1; i <= 20; i++) {
      calibration.observe(KEY, QUOTE, Usd.ofNanos(200 + 30L * i));
    }
    assertThat(calibration.calibrate(KEY, QUOTE).hold()).isEqualTo(QUOTE.most());
    for (int i = 0; i < 2_000; i++) {
      calibration.observe(KEY, QUOTE, Usd.ofNanos(200));
    }
    assertThat(calibration.calibrate(KEY, QUOTE).hold()).isEqualTo(Usd.ofNanos(200));
  }

  @Test
  void calibrate_costThatMoved_forgetsTheOldOneAfterTheWindow() {
    Calibration calibration = after(HARD, QUOTE, same(400, 1_000));
    for (int i = 0; i < 499; i++) {
      calibration.observe(KEY, QUOTE, Usd.ofNanos(150));
    }
    assertThat(calibration.calibrate(KEY, QUOTE).quote().expected().nanos()).isBetween(170L, 200L);
    for (int i = 0; i < 2_000; i++) {
      calibration.observe(KEY, QUOTE, Usd.ofNanos(150));
    }
    Calibrated calibrated = calibration.calibrate(KEY, QUOTE);
    assertThat(calibrated.quote().expected().nanos()).isBetween(150L, 151L);
    assertThat(calibrated.high()).isEqualTo(Usd.ofNanos(150));
  }

  @Test
  void calibrate_freeCalls_expectsNoLessThanTheLeast() {
    Calibrated calibrated = after(HARD, QUOTE, same(0, 100)).calibrate(KEY, QUOTE);
    assertThat(calibrated.low()).isEqualTo(Usd.ZERO);
    assertThat(calibrated.high()).isEqualTo(Usd.ZERO);
    assertThat(calibrated.quote().expected()).isEqualTo(QUOTE.least());
  }

  @Test
  void observe_oneAbsurdBill_leavesTheExpectationNearTheOthers() {
    Calibration calibration = after(QUANTILE, QUOTE, same(200, 500));
    calibration.observe(KEY, QUOTE, Usd.ofNanos(Long.MAX_VALUE));
    Calibrated calibrated = calibration.calibrate(KEY, QUOTE);
    // Cut to the most declared, it is one of 250.
    assertThat(calibrated.quote().expected().nanos()).isBetween(200L, 204L);
    assertThat(calibrated.high()).isEqualTo(Usd.ofNanos(200));
  }

  @Test
  void observe_onlyAbsurdBillsOfLargeQuotes_staysInRange() {
    Quote large = Quotes.of(0, Long.MAX_VALUE / 2, Long.MAX_VALUE);
    Quote tiny = Quotes.of(0, 1, Long.MAX_VALUE);
    Calibration calibration = after(QUANTILE, tiny, same(Long.MAX_VALUE, 200));
    Calibrated calibrated = calibration.calibrate(KEY, large);
    assertThat(calibrated.high()).isEqualTo(Usd.ofNanos(Long.MAX_VALUE));
    assertThat(calibrated.hold()).isEqualTo(large.most());
  }

  @Test
  void observe_quoteThatExpectsNothing_teachesNothing() {
    Quote free = Quotes.of(0, 0, 1_000);
    Calibration calibration = after(QUANTILE, free, same(10, 200));
    assertThat(calibration.size()).isZero();
    assertThat(calibration.calibrate(KEY, free).hold()).isEqualTo(free.most());
  }

  @Test
  void calibrate_quoteThatExpectsNothingForKnownKey_isTheQuote() {
    Quote free = Quotes.of(0, 0, 1_000);
    Calibrated calibrated = after(QUANTILE, QUOTE, same(200, 200)).calibrate(KEY, free);
    assertThat(calibrated.quote()).isSameAs(free);
    assertThat(calibrated.hold()).isEqualTo(free.most());
  }

  @Test
  void observe_negativeCharge_isRefused() {
    Calibration calibration = Calibration.create(HARD);
    assertThatThrownBy(() -> calibration.observe(KEY, QUOTE, Usd.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("charged -0.000000001 must not be negative");
  }

  @Test
  void observe_oneKeyTooMany_forgetsTheOneNotObservedForLongest() {
    Calibration calibration = Calibration.create(CalibrationOptions.builder().maxKeys(2).build());
    for (String provider : new String[] {"a", "b", "a", "c"}) {
      calibration.observe(Quotes.key(provider), QUOTE, Usd.ofNanos(200));
    }
    assertThat(calibration.size()).isEqualTo(2);
    assertThat(calibration.calibrate(Quotes.key("a"), QUOTE).samples()).isEqualTo(2);
    assertThat(calibration.calibrate(Quotes.key("b"), QUOTE).samples()).isZero();
    assertThat(calibration.calibrate(Quotes.key("c"), QUOTE).samples()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1024x1024, 20", "1536x1024, 20", "2048x1024, 21", "1x1, 0", "65535x65535, 31"})
  void key_ofSize_isThePowerOfTwoBelow(String size, int sizeClass) {
    Quote quote = Quotes.of(1, 1, 1, Basis.EXACT, ImageSize.parse(size));
    assertThat(CalibrationKey.of("azure-se", quote))
        .isEqualTo(
            new CalibrationKey("azure-se", "gpt-image-2", Quality.HIGH, sizeClass, Thinking.HIGH));
  }

  @Test
  void key_ofAutoSize_isApart() {
    Quote quote = Quotes.of(1, 1, 1, Basis.BOUND, ImageSize.AUTO);
    assertThat(CalibrationKey.of("azure-se", quote).sizeClass()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 32})
  void key_sizeClassOutOfRange_isRefused(int sizeClass) {
    assertThatThrownBy(() -> new CalibrationKey("a", "m", Quality.LOW, sizeClass, Thinking.OFF))
        .hasMessage("calibration key: size class %d must be -1 to 31".formatted(sizeClass));
  }

  @ParameterizedTest
  @CsvSource({"'', m", "a, ' '"})
  void key_emptyName_isRefused(String provider, String model) {
    assertThatThrownBy(() -> new CalibrationKey(provider, model, Quality.LOW, 0, Thinking.OFF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be empty");
  }
}
