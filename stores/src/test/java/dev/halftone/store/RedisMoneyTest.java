package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Money in the scripts is exact in all 64 bits, where a number of Lua has 53. */
class RedisMoneyTest {
  private static final String SUMS =
      Script.SHARED
          + """
          local sums = {}
          for i = 1, #ARGV, 2 do sums[#sums + 1] = sum(ARGV[i], ARGV[i + 1]) or 'none' end
          return sums
          """;

  private static final List<Long> EDGES =
      List.of(
          0L,
          1L,
          999_999_999L,
          1_000_000_000L,
          999_999_999_999_999L,
          1_000_000_000_000_000L,
          (1L << 53) - 1,
          (1L << 53) + 1,
          999_999_999_999_999_999L,
          1_000_000_000_000_000_000L,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE);

  private final List<Long> pairs = pairs();

  /** All edges with all, of either sign, and amounts of every length. */
  private static List<Long> pairs() {
    List<Long> pairs = new ArrayList<>();
    for (long first : EDGES) {
      for (long second : EDGES) {
        pairs.addAll(List.of(first, second, -first, second, first, -second, -first, -second));
      }
    }
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      pairs.add(random.nextLong() >> random.nextInt(63));
    }
    pairs.remove(Long.MIN_VALUE);
    return pairs.subList(0, pairs.size() / 2 * 2);
  }

  @Test
  void sum_onARealServer_isExactOrNone() {
    try (LaunchedRedis real = LaunchedRedis.launch()) {
      Request request = Request.cmd(Command.EVAL).arg(SUMS).arg(0);
      pairs.forEach(amount -> request.arg(amount.toString()));
      check(real.scripts().send(request).map(RedisScripts::plainList).await());
    }
  }

  @Test
  void sum_onTheSimulatedServer_isExactOrNone() {
    List<String> words = new ArrayList<>(List.of("EVAL", SUMS, "0"));
    pairs.forEach(amount -> words.add(amount.toString()));
    SimulatedRedis simulated = new SimulatedRedis(InstantSource.system(), () -> 0);
    check((List<?>) Objects.requireNonNull(simulated.command(words)));
  }

  private void check(List<?> sums) {
    assertThat(sums).hasSize(pairs.size() / 2);
    for (int i = 0; i < sums.size(); i++) {
      BigInteger sum =
          BigInteger.valueOf(pairs.get(2 * i)).add(BigInteger.valueOf(pairs.get(2 * i + 1)));
      assertThat(sums.get(i))
          .as("%d + %d", pairs.get(2 * i), pairs.get(2 * i + 1))
          .isEqualTo(sum.abs().bitLength() < 64 ? sum.toString() : "none");
    }
  }
}
