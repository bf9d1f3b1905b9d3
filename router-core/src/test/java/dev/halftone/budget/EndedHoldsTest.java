package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedHoldsTest {
  private static final int AT_LEAST = 4096;

  private final EndedHolds ended = new EndedHolds(AT_LEAST);
  private final List<Hold> added = new ArrayList<>();

  @Test
  void add_byThreadsThatPause_forgetsNoneOfTheLast() throws Exception {
    List<ExecutorService> groups = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      groups.add(Executors.newSingleThreadExecutor());
    }
    for (int round = 0; round < 20; round++) {
      // The first ends one hold in each round, and finds its block filled by the others since.
      addBy(groups.get(0), 1);
      addBy(groups.get(1), AT_LEAST);
      addBy(groups.get(2), 3 * AT_LEAST);
    }
    groups.forEach(ExecutorService::shutdown);
  }

  private void addBy(ExecutorService group, int count) throws Exception {
    group
        .submit(
            () -> {
              for (int i = 0; i < count; i++) {
                Hold hold = new Hold("id" + added.size(), List.of(), 0);
                assertRemembered(ended.add(hold));
                added.add(hold);
              }
            })
        .get();
  }

  private void assertRemembered(@Nullable Hold forgotten) {
    if (forgotten != null) {
      int place = Integer.parseInt(forgotten.id.substring(2));
      assertThat(added.size() - place).isGreaterThanOrEqualTo(AT_LEAST);
    }
  }
}
