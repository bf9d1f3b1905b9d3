package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cli.JobCosts.Way;
import dev.halftone.cli.RouteTotals.Choice;
import dev.halftone.cli.RouteTotals.Route;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetMixTest {
  private static Way way(String name, long... mostNanos) {
    List<Choice> steps = new ArrayList<>();
    for (int i = 0; i < mostNanos.length; i++) {
      Usd most = Usd.ofNanos(mostNanos[i]);
      steps.add(new Choice(new Route("p" + i, name, Quality.LOW), i, Usd.ZERO, most, most));
    }
    return new Way(1, steps);
  }

  private static long nanos(BudgetMix mix) {
    return mix.mix().all().most().nanos();
  }

  @Test
  void steps_thatSaveMost_areTakenFirst() {
    Map<Way, Long> ways = new LinkedHashMap<>();
    ways.put(way("little", 100, 90), 5L);
    ways.put(way("much", 100, 40), 5L);

    BudgetMix mix = BudgetMix.of(ways, Usd.ofNanos(900));

    assertThat(mix.steppedDown()).isEqualTo(2);
    assertThat(nanos(mix)).isEqualTo(880);
    RouteTotals.Sum lower = mix.mix().routes().get(new Route("p1", "much", Quality.LOW));
    assertThat(Objects.requireNonNull(lower).jobs()).isEqualTo(2);
  }

  @Test
  void jobs_thatCannotStep_stayAndOthersGoAllTheWay() {
    Map<Way, Long> ways = new LinkedHashMap<>();
    ways.put(way("pinned", 100), 1L);
    ways.put(way("free", 100, 60, 10), 1L);

    assertThat(nanos(BudgetMix.of(ways, Usd.ofNanos(110)))).isEqualTo(110);
    assertThat(BudgetMix.of(ways, Usd.ofNanos(109)).fits()).isFalse();
  }

  @Test
  void anyMix_thatFits_holdsEveryJobWithinTheBudget() {
    long seed = 4_711L;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Map<Way, Long> ways = new LinkedHashMap<>();
      long jobs = 0;
      long cheapest = 0;
      for (int i = random.nextInt(6); i >= 0; i--) {
        long[] steps = new long[1 + random.nextInt(4)];
        long most = 1L + random.nextInt(1_000);
        for (int step = steps.length - 1; step >= 0; step--) {
          steps[step] = most;
          most += 1 + random.nextInt(300);
        }
        long count = 1L + random.nextInt(50);
        ways.put(way("w" + i, steps), count);
        jobs += count;
        cheapest += count * steps[steps.length - 1];
      }
      long limit = random.nextInt(60_000);
      BudgetMix mix = BudgetMix.of(ways, Usd.ofNanos(limit));
      String told = "seed %d, round %d".formatted(seed, round);

      assertThat(mix.fits()).as(told).isEqualTo(cheapest <= limit);
      assertThat(nanos(mix)).as(told).isLessThanOrEqualTo(limit);
      if (mix.fits()) {
        assertThat(mix.mix().all().jobs()).as(told).isEqualTo(jobs);
      } else {
        assertThat(mix.mix().all().jobs()).as(told).isLessThan(jobs);
        assertThat(mix.missing().nanos()).as(told).isEqualTo(cheapest - limit);
      }
    }
  }
}
