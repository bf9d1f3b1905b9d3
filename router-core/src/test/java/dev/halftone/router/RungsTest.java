package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Rung;
import dev.halftone.router.Ladder.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RungsTest {
  private static final List<String> MODELS = List.of("gpt-image-2", "gpt-image-2.5-flare");
  private static final RoutingPolicy LADDER = RoutingPolicy.builder().build();
  private static final ImageSize SQUARE = new ImageSize(1024, 1024);

  @Test
  void of_pinnedModelWithoutQuality_isOneRungAtMedium() {
    assertThat(Rungs.of(request().model("gpt-image-2").build(), LADDER, MODELS))
        .containsExactly(new Level(List.of(new Step("gpt-image-2", Quality.MEDIUM)), SQUARE));
  }

  @Test
  void of_qualityAlone_isOneRungOfEveryModelAtThatQuality() {
    assertThat(Rungs.of(request().quality(Quality.LOW).build(), LADDER, MODELS))
        .containsExactly(
            new Level(
                List.of(
                    new Step("gpt-image-2", Quality.LOW),
                    new Step("gpt-image-2.5-flare", Quality.LOW)),
                SQUARE));
  }

  @Test
  void of_nothingSaid_isTheStandardTier() {
    assertThat(Rungs.of(request().build(), LADDER, MODELS))
        .extracting(Level::steps)
        .isEqualTo(Ladder.standard().rungs(Tier.STANDARD).stream().map(Rung::steps).toList());
  }

  @Test
  void of_tierWithQuality_startsAtTheFirstRungNoBetterThanIt() {
    List<Level> rungs =
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
  void of_qualityFloor_dropsWhatIsBelow() {
    List<Level> rungs =
        Rungs.of(request().tier(Tier.FINAL).qualityFloor(Quality.HIGH).build(), LADDER, MODELS);

    assertThat(rungs).hasSize(3);
    assertThat(rungs)
        .flatExtracting(Level::steps)
        .allMatch(step -> step.quality().compareTo(Quality.HIGH) >= 0);
  }

  @Test
  void of_qualityFloorAboveTheTier_namesItsBest() {
    ImageRequest request = request().tier(Tier.DRAFT).qualityFloor(Quality.MAX).build();

    assertThatThrownBy(() -> Rungs.of(request, LADDER, MODELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quality floor 'max'")
        .hasMessageContaining("gpt-image-2.5-flare@medium");
  }

  @Test
  void of_floorOnAPinnedModel_isItsQualityIfAboveMedium() {
    ImageRequest.Builder pinned = request().model("gpt-image-2");

    assertThat(only(pinned.qualityFloor(Quality.HIGH))).isEqualTo(Quality.HIGH);
    assertThat(only(pinned.qualityFloor(Quality.LOW))).isEqualTo(Quality.MEDIUM);
  }

  @Test
  void of_smallerAllowed_stepsDownQualityThenSizeThenModel() {
    Step better = new Step("a", Quality.HIGH);
    Step worse = new Step("a", Quality.LOW);
    Step other = new Step("b", Quality.LOW);
    RoutingPolicy policy =
        RoutingPolicy.builder()
            .ladder(
                Ladder.builder()
                    .rung(Tier.DRAFT, better)
                    .rung(Tier.DRAFT, worse)
                    .rung(Tier.DRAFT, other)
                    .build())
            .sizeStepsPercent(List.of(80, 50))
            .build();
    ImageRequest request =
        request().tier(Tier.DRAFT).size(new ImageSize(1536, 1024)).smallerAllowed(true).build();

    assertThat(Rungs.of(request, policy, List.of("a", "b")).stream().map(RungsTest::text))
        .containsExactly(
            "a@high 1536x1024",
            "a@low 1536x1024",
            "a@low 1200x800",
            "a@low 768x512",
            "b@low 1536x1024",
            "b@low 1200x800",
            "b@low 768x512");
  }

  @ParameterizedTest
  @CsvSource({
    "1024x1024, 816x816 608x608 400x400",
    "1920x1080, 1536x864 1024x576 768x432",
    "1008x1009, ''",
    "16x16, ''",
    "65535x65535, 52416x52416 39312x39312 26208x26208",
    "auto, ''"
  })
  void smallerSizes_keepTheShapeOnTheGrid(String asked, String smaller) {
    assertThat(SmallerSizes.of(ImageSize.parse(asked), LADDER.sizeStepsPercent()))
        .extracting(ImageSize::toString)
        .isEqualTo(smaller.isEmpty() ? List.of() : List.of(smaller.split(" ")));
  }

  private static String text(Level level) {
    return level.steps().get(0) + " " + level.size();
  }

  private static Quality only(ImageRequest.Builder request) {
    return Rungs.of(request.build(), LADDER, MODELS).get(0).steps().get(0).quality();
  }

  @Test
  void build_ladderWithOneTierOnly_keepsTheStandardRungsOfTheOthers() {
    Ladder ladder = Ladder.builder().rung(Tier.DRAFT, new Step("gpt-image-2", Quality.LOW)).build();

    assertThat(ladder.rungs(Tier.DRAFT)).hasSize(1);
    assertThat(ladder.rungs(Tier.FINAL)).isEqualTo(Ladder.standard().rungs(Tier.FINAL));
  }

  private static ImageRequest.Builder request() {
    return ImageRequest.builder("a lighthouse");
  }
}
