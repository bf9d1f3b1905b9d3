package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndedBirthsTest {
  private final EndedBirths births = new EndedBirths();

  @Test
  void remembered_beyondTheCapacity_stayUntilTheNextTrim() {
    births.remember(birth("first"));
    for (int i = 0; i < 3 * EndedBirths.CAPACITY; i++) {
      births.remember(birth("id" + i));
    }
    assertThat(births.get("first")).isNotNull();
    births.trim();
    births.trim();
    assertThat(births.get("first")).isNotNull();
    for (int i = 0; i < EndedBirths.CAPACITY; i++) {
      births.remember(birth("more" + i));
    }
    births.trim();
    assertThat(births.get("first")).isNull();
    assertThat(births.get("more0")).isNotNull();
  }

  @Test
  void fresh_notStored_areKeptWhateverIsTrimmed() {
    births.add(birth("fresh"));
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < EndedBirths.CAPACITY; i++) {
        births.remember(birth(round + "-" + i));
      }
      births.trim();
    }
    assertThat(births.get("fresh")).isNotNull();
  }

  private static Birth birth(String id) {
    return new Birth(id, List.of(), 0, null);
  }
}
