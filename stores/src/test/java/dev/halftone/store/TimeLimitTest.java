package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.router.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration LATEST = Duration.ofMillis(2_100);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final TimeLimit limit = new TimeLimit(time, LIMIT);
  private final List<String> over = new ArrayList<>();

  @Test
  void whatTakesTooLong_isToldWithinATwentiethOfTheLimit() {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < 72; i++) {
      long start = time.nanos();
      limit.start(() -> taken.add(time.nanos() - start));
      time.advance(Duration.ofMillis(7));
    }
    time.advance(LONG);
    assertThat(taken)
        .hasSize(72)
        .allSatisfy(nanos -> assertThat(nanos).isBetween(LIMIT.toNanos(), LATEST.toNanos()));
  }

  @Test
  void limitOfFewMilliseconds_isLateByOneAtMost() {
    TimeLimit shortest = new TimeLimit(time, Duration.ofMillis(10));
    shortest.start(() -> over.add("over"));
    time.advance(Duration.ofMillis(10));
    assertThat(over).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(over).containsExactly("over");
  }

  @Test
  void whatEnded_isNotTold() {
    Runnable first = limit.start(() -> over.add("first"));
    limit.start(() -> over.add("second"));
    first.run();
    time.advance(LONG);
    first.run();
    assertThat(over).containsExactly("second");
  }

  @Test
  void timer_isOneForAllAndNoneWhereNothingRuns() {
    for (int i = 0; i < 1_000; i++) {
      limit.start(() -> {}).run();
    }
    assertThat(time.pending()).isEqualTo(1);
    time.advance(LONG);
    assertThat(time.pending()).isZero();
    limit.start(() -> over.add("later"));
    assertThat(time.pending()).isEqualTo(1);
    time.advance(LONG);
    assertThat(over).containsExactly("later");
    assertThat(time.pending()).isZero();
  }

  @Test
  void whatIsTold_mayBeginAnew() {
    limit.start(() -> limit.start(() -> over.add("again")));
    time.advance(LIMIT.multipliedBy(2));
    assertThat(over).isEmpty();
    time.advance(LATEST.minus(LIMIT).multipliedBy(2));
    assertThat(over).containsExactly("again");
  }
}
