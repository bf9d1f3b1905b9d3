package dev.halftone.router;

import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Rung;
import dev.halftone.router.Ladder.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves what a request says of model, tier and quality into rungs of the ladder. */
final class Rungs {
  private Rungs() {}

  /**
   * A pinned model is one rung at the quality asked, medium if none. A quality without a tier is
   * one rung of every model at that quality. Otherwise the tier's ladder serves, standard if none
   * is named, from the first rung that is no better than the quality asked.
   *
   * @throws IllegalArgumentException if no rung of the tier offers the quality
   */
  static List<Rung> of(ImageRequest request, Ladder ladder, Collection<String> models) {
    String model = request.model();
    Quality quality = request.quality();
    if (model != null) {
      return List.of(
          new Rung(List.of(new Step(model, quality == null ? Quality.MEDIUM : quality))));
    }
    Tier tier = request.tier();
    if (tier == null && quality != null) {
      return List.of(
          new Rung(models.stream().sorted().map(name -> new Step(name, quality)).toList()));
    }
    List<Rung> rungs = ladder.rungs(tier == null ? Tier.STANDARD : tier);
    return quality == null ? rungs : from(quality, rungs, tier);
  }

  private static List<Rung> from(Quality quality, List<Rung> rungs, @Nullable Tier tier) {
    List<Rung> left = new ArrayList<>();
    for (Rung rung : rungs) {
      List<Step> steps =
          rung.steps().stream().filter(step -> step.quality().compareTo(quality) <= 0).toList();
      if (!steps.isEmpty()) {
        left.add(new Rung(steps));
      }
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "quality '%s' is below every rung of tier '%s'; its lowest is %s"
              .formatted(quality, tier, rungs.get(rungs.size() - 1).steps()));
    }
    return left;
  }
}
