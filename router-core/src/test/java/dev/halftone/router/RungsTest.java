package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Rung;
import dev.halftone.router.Ladder.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class RungsTest {
  private static final List<String> MODELS = List.of("gpt-image-2", "gpt-image-2.5-flare");
  private static final Ladder LADDER = Ladder.standard();

  @Test
  void of_pinnedModelWithoutQuality_isOneRungAtMedium() {
    assertThat(Rungs.of(request().model("gpt-image-2").build(), LADDER, MODELS))
        .containsExactly(new Rung(List.of(new Step("gpt-image-2", Quality.MEDIUM))));
  }

  @Test
  void of_qualityAlone_isOneRungOfEveryModelAtThatQuality() {
    assertThat(Rungs.of(request().quality(Quality.LOW).build(), LADDER, MODELS))
        .containsExactly(
            new Rung(
                List.of(
                    new Step("gpt-image-2", Quality.LOW),
                    new Step("gpt-image-2.5-flare", Quality.LOW))));
  }

  @Test
  void of_nothingSaid_isTheStandardTier() {
    assertThat(Rungs.of(request().build(), LADDER, MODELS)).isEqualTo(LADDER.rungs(Tier.STANDARD));
  }

  @Test
  void of_tierWithQuality_startsAtTheFirstRungNoBetterThanIt() {
    List<Rung> rungs =
        Rungs.of(request().tier(Tier.FINAL).quality(Quality.HIGH).build(), LADDER, MODELS);

    assertThat(rungs.get(0).steps()).containsExactly(new Step("gpt-image-2", Quality.HIGH));
    assertThat(rungs)
        .allSatisfy(
            rung ->
                assertThat(rung.steps())
                    .allMatch(step -> step.quality().compareTo(Quality.HIGH) <= 0));
  }

  @Test
  void of_qualityBelowEveryRungOfTheTier_namesTheLowest() {
    ImageRequest request = request().tier(Tier.FINAL).quality(Quality.LOW).build();

    assertThatThrownBy(() -> Rungs.of(request, LADDER, MODELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quality 'low'")
        .hasMessageContaining("gpt-image-2@medium");
  }

  @Test
  void build_ladderWithOneTierOnly_keepsTheStandardRungsOfTheOthers() {
    Ladder ladder = Ladder.builder().rung(Tier.DRAFT, new Step("gpt-image-2", Quality.LOW)).build();

    assertThat(ladder.rungs(Tier.DRAFT)).hasSize(1);
    assertThat(ladder.rungs(Tier.FINAL)).isEqualTo(LADDER.rungs(Tier.FINAL));
  }

  private static ImageRequest.Builder request() {
    return ImageRequest.builder("a lighthouse");
  }
}
