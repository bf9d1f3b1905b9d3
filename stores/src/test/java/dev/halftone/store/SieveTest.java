package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SieveTest {
  private static final long SEED = 11;
  private static final int ADDED = 300_000;
  private static final int OTHERS = 10_000;

  @Test
  void mayHave_whatWasAdded_isAlwaysTrueAndOthersSeldom() {
    Sieve sieve = new Sieve(Sieve.MOST_BITS);
    new Random(SEED).longs(ADDED).forEach(sieve::add);
    assertThat(new Random(SEED).longs(ADDED).allMatch(sieve::mayHave)).isTrue();
    assertThat(mayHaveOthers(sieve)).isLessThan(OTHERS / 20);
  }

  @Test
  void mayHave_beyondItsMost_isTrueOfEverything() {
    Sieve sieve = new Sieve(Sieve.LEAST_BITS);
    new Random(SEED).longs(10_000).forEach(sieve::add);
    assertThat(mayHaveOthers(sieve)).isLessThan(OTHERS / 20);
    new Random(SEED).longs(ADDED).forEach(sieve::add);
    assertThat(mayHaveOthers(sieve)).isEqualTo(OTHERS);
  }

  private static long mayHaveOthers(Sieve sieve) {
    return new Random(~SEED).longs(OTHERS).filter(sieve::mayHave).count();
  }
}
