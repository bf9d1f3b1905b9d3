package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Usd;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorationTest {
  private static final Usd CENT = Usd.parse("0.01");

  private final Exploration exploration = new Exploration(2);

  @Test
  void mayExplore_freeOfExtraCost_isEveryFiftiethRequest() {
    for (int i = 1; i <= 200; i++) {
      assertThat(exploration.mayExplore(Usd.ZERO, CENT, 0))
          .as("request %d", i)
          .isEqualTo(i % 50 == 0);
    }
  }

  @Test
  void mayExplore_twiceAsDear_waitsForTheMoney() {
    assertThat(explored(1_000, CENT, CENT, 0)).isEqualTo(20);
    assertThat(explored(1_000, Usd.parse("0.04"), CENT, 0)).isEqualTo(5);
  }

  @Test
  void mayExplore_cheaperThanUsual_earnsNothingFromIt() {
    assertThat(explored(50, Usd.parse("-5"), CENT, 0)).isEqualTo(1);
    assertThat(exploration.mayExplore(Usd.parse("0.02"), CENT, 0)).isFalse();
  }

  @Test
  void mayExplore_afterAQuietNight_startsAnew() {
    explored(49, CENT, CENT, 0);

    assertThat(exploration.mayExplore(Usd.ZERO, CENT, 20 * Exploration.HALF_LIFE_NANOS)).isFalse();
  }

  @Test
  void mayExplore_shareOfNothing_never() {
    Exploration none = new Exploration(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(none.mayExplore(Usd.ZERO, CENT, 0)).isFalse();
    }
  }

  @Test
  void mayExplore_allTheMoneyThereIs_doesNotOverflow() {
    Usd all = Usd.ofNanos(Long.MAX_VALUE);

    assertThat(explored(510, all, all, 0)).isEqualTo(10);
  }

  @Test
  void create_shareAboveAll_isRefused() {
    assertThatThrownBy(() -> new Exploration(101))
        .hasMessage("percent is 101; allowed are 0 to 100");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mayExplore_anyRequests_neverSpendsMoreThanTheShare(long seed) {
    Random random = new Random(seed);
    int percent = random.nextInt(1, 30);
    Exploration some = new Exploration(percent);
    long now = Long.MAX_VALUE - 1_000_000;
    long requests = 0;
    long explored = 0;
    long spent = 0;
    long extra = 0;
    for (int i = 0; i < 5_000; i++) {
      long cost = random.nextLong(1_000_000_000);
      long more = random.nextLong(-1_000_000, 3_000_000_000L);
      now += random.nextLong(-1_000, Exploration.HALF_LIFE_NANOS / 100);
      requests++;
      spent += cost;
      if (some.mayExplore(Usd.ofNanos(more), Usd.ofNanos(cost), now)) {
        explored++;
        extra += Math.max(0, more);
      }
      assertThat(explored * 100).as("seed %d", seed).isLessThanOrEqualTo(requests * percent);
      assertThat(extra).as("seed %d", seed).isLessThanOrEqualTo(spent / 100 * percent + percent);
    }
    assertThat(explored).as("seed %d", seed).isPositive();
  }

  private int explored(int requests, Usd extra, Usd expected, long now) {
    int explored = 0;
    for (int i = 0; i < requests; i++) {
      explored += exploration.mayExplore(extra, expected, now) ? 1 : 0;
    }
    return explored;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 1", "50, 5"})
  void policy_shareOfExploration_isKeptByTheRouter(int percent, int explored) {
    FakeProvider known = FakeProvider.openAi();
    FakeProvider unknown = FakeProvider.azure();
    RoutingPolicy policy =
        RoutingPolicy.builder()
            .explorationPercent(percent)
            .preference(prospect -> prospect.provider().equals("openai") ? 1 : 2)
            .build();
    Rig rig = new Rig("10", List.of(known, unknown), builder -> builder.policy(policy));
    for (int i = 0; i < 20; i++) {
      rig.router.generate(Rig.request().model("gpt-image-2").build());
    }

    // The first five make the known one known; five answers do for the other.
    assertThat(unknown.calls).hasSize(explored);
    assertThat(known.calls).hasSize(20 - explored);
  }
}
