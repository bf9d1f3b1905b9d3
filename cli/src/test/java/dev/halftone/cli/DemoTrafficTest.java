package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTrafficTest {
  private static final List<DemoPrompts.Prompt> PROMPTS = DemoPrompts.load();

  @Test
  void prompts_shipped_areFourHundredOfManyCategoriesWithoutBlanks() {
    assertThat(PROMPTS).hasSize(400).doesNotHaveDuplicates();
    assertThat(PROMPTS).allMatch(prompt -> !prompt.text().isBlank());
    assertThat(PROMPTS.stream().map(DemoPrompts.Prompt::category).distinct().count())
        .isGreaterThanOrEqualTo(10);
    assertThat(DemoPrompts.class.getResource("prompts/NOTICE.txt")).isNotNull();
  }

  @Test
  void of_sameSeed_isTheSameTraffic() {
    assertThat(traffic(5)).isEqualTo(traffic(5)).isNotEqualTo(traffic(6));
  }

  @Test
  void of_anySeed_repeatsSomeAndMixesTiersSizesAndCounts() {
    for (long seed = 1; seed <= 50; seed++) {
      List<ImageRequest> requests = traffic(seed);
      int repeated = requests.size() - new HashSet<>(requests).size();
      assertThat(repeated).as("repeated with seed %d", seed).isBetween(15, 60);
      assertThat(requests).extracting(ImageRequest::tier).contains(Tier.values());
      assertThat(requests).anyMatch(request -> request.n() > 1);
      assertThat(requests).anyMatch(request -> request.inputImages().size() == 1);
      assertThat(requests).anyMatch(request -> !request.providers().isEmpty());
      assertThat(requests).anyMatch(request -> request.model() != null);
      assertThat(requests).anyMatch(request -> request.objective() != null);
      assertThat(requests).extracting(ImageRequest::size).containsAll(DemoTraffic.SIZES);
    }
  }

  @Test
  void of_anyRequest_isChargedToOneBudgetOfEachKind() {
    assertThat(traffic(1))
        .allSatisfy(
            request ->
                assertThat(request.charge())
                    .extracting(scope -> scope.kind())
                    .containsExactlyInAnyOrder("org", "team", "campaign"));
  }

  @Test
  void of_moreThanThePromptsThereAre_startsAgain() {
    assertThat(DemoTraffic.of(PROMPTS.subList(0, 3), DemoTraffic.SIZES, 50, 1)).hasSize(50);
  }

  private static List<ImageRequest> traffic(long seed) {
    return DemoTraffic.of(PROMPTS, DemoTraffic.SIZES, 200, seed);
  }
}
