package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  @Test
  void parse_kindAndId_roundTrips() {
    assertThat(Scope.parse("run:nightly:42")).isEqualTo(new Scope("run", "nightly:42"));
    assertThat(Scope.parse("run:nightly:42")).hasToString("run:nightly:42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "team", ":x", "team:", "Team:x", "team:a b", "team:a,b", "t m:x"})
  void parse_anythingElse_throws(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("team:growth");
  }

  @Test
  void new_longestAllowed_isTaken() {
    assertThat(new Scope("a".repeat(32), "~".repeat(128)).id()).hasSize(128);
    assertThatThrownBy(() -> new Scope("a".repeat(33), "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scope("team", "x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", "\u007f", "\u0000", "\u00e9", "\ud83d\ude00"})
  void new_idThatIsNotVisibleAscii_throws(String id) {
    assertThatThrownBy(() -> new Scope("team", id)).isInstanceOf(IllegalArgumentException.class);
  }
}
