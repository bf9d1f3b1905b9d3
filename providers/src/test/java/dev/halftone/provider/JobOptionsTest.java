package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "a b",
        "https://a.b",
        "a.b/c",
        "a..b",
        "A.B",
        "a.*.b",
        "*a.b",
        "a:1"
      })
  void downloadHost_thatIsNone_isRefused(String host) {
    assertThatThrownBy(() -> FalOptions.builder().downloadHosts(Set.of(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("download host");
  }

  @Test
  void downloadHosts_ifNotSet_areTheDocumentedOnes() {
    assertThat(fal().build().common().downloadHosts()).contains("*.fal.media");
    assertThat(fal().downloadHosts(Set.of("a.b")).build().common().downloadHosts())
        .containsExactly("a.b");
    assertThat(
            WaveSpeedOptions.builder()
                .key(Secret.of("sk-4711"))
                .models(Set.of("gpt-image-2"))
                .build()
                .common()
                .downloadHosts())
        .contains("cdn.wavespeed.ai");
  }

  @Test
  void startTimeout_outOfRange_isRefused() {
    for (Duration time :
        new Duration[] {Duration.ofSeconds(1), Duration.ofSeconds(-5), Duration.ofHours(2)}) {
      assertThatThrownBy(() -> fal().startTimeout(time))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("start timeout");
    }
  }

  @Test
  void options_asText_holdNoKey() {
    assertThat(fal().direct(true).build().toString())
        .contains("direct=true", "https://fal.run")
        .doesNotContain("4711");
  }

  private static FalOptions.Builder fal() {
    return FalOptions.builder().key(Secret.of("sk-4711")).models(Set.of("gpt-image-2"));
  }
}
