package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PairSetTest {
  private static final long SEED = 5;

  @Test
  void manyPairs_likeASetOfPairs_areKeptOnceAndInOrder() {
    Random random = new Random(SEED);
    PairSet pairs = new PairSet();
    Set<List<Long>> model = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      long hash = (long) random.nextInt(3_000) * 0x9e3779b97f4a7c15L;
      long block = 1L + random.nextInt(5);
      assertThat(pairs.add(hash, block)).isEqualTo(model.add(List.of(hash, block)));
    }
    for (List<Long> pair : model) {
      Set<Long> blocks = new TreeSet<>();
      pairs.blocksOf(pair.get(0), blocks::add);
      assertThat(blocks).contains(pair.get(1));
    }
    List<List<Long>> taken =
        pairs.takeAll().stream().map(pair -> List.of(pair[0], pair[1])).toList();
    assertThat(new HashSet<>(taken)).isEqualTo(model).hasSameSizeAs(taken);
    assertThat(taken)
        .isSortedAccordingTo(
            (one, other) ->
                one.get(0).equals(other.get(0))
                    ? one.get(1).compareTo(other.get(1))
                    : one.get(0).compareTo(other.get(0)));
    assertThat(pairs.takeAll()).isEmpty();
  }

  @Test
  void hashesThatMeetInOnePlace_areToldApart() {
    PairSet pairs = new PairSet();
    for (long i = 0; i < 8; i++) {
      pairs.add(i << Integer.SIZE, i + 1);
    }
    Set<Long> blocks = new TreeSet<>();
    pairs.blocksOf(3L << Integer.SIZE, blocks::add);
    pairs.blocksOf(9L << Integer.SIZE, blocks::add);
    assertThat(blocks).containsExactly(4L);
  }
}
