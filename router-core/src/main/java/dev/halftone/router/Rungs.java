package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Rung;
import dev.halftone.router.Ladder.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Resolves what a request says of model, tier, quality and size into levels, best first. */
final class Rungs {
  private Rungs() {}

  /**
   * A pinned model is one rung at the quality asked, medium if none. A quality without a tier is
   * one rung of every model at that quality. Otherwise the tier's ladder serves, standard if none
   * is named, from the first rung that is no better than the quality asked down to the floor.
   *
   * <p>Where a smaller image will do, a model is stepped down in size after its last rung, before
   * the ladder goes on with others.
   *
   * @throws IllegalArgumentException if no rung of the tier offers the quality, or all are below
   *     the floor
   */
  static List<Level> of(ImageRequest request, RoutingPolicy policy, Collection<String> models) {
    List<ImageSize> smaller =
        request.smallerAllowed()
            ? SmallerSizes.of(request.size(), policy.sizeStepsPercent())
            : List.of();
    return levels(rungs(request, policy.ladder(), models), request.size(), smaller);
  }

  private static List<Rung> rungs(ImageRequest request, Ladder ladder, Collection<String> models) {
    String model = request.model();
    Quality quality = request.quality();
    Quality floor = request.qualityFloor();
    if (model != null) {
      return List.of(new Rung(List.of(new Step(model, quality(quality, floor)))));
    }
    Tier tier = request.tier();
    if (tier == null && quality != null) {
      return List.of(
          new Rung(models.stream().sorted().map(name -> new Step(name, quality)).toList()));
    }
    List<Rung> rungs = ladder.rungs(tier == null ? Tier.STANDARD : tier);
    if (quality != null) {
      rungs = noBetter(quality, rungs, tier);
    }
    return floor == null ? rungs : noWorse(floor, rungs, tier);
  }

  private static Quality quality(@Nullable Quality asked, @Nullable Quality floor) {
    if (asked != null) {
      return asked;
    }
    return floor != null && floor.compareTo(Quality.MEDIUM) > 0 ? floor : Quality.MEDIUM;
  }

  private static List<Rung> noBetter(Quality quality, List<Rung> rungs, @Nullable Tier tier) {
    List<Rung> left = filtered(rungs, step -> step.quality().compareTo(quality) <= 0);
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "quality '%s' is below every rung of tier '%s'; its lowest is %s"
              .formatted(quality, tier, rungs.get(rungs.size() - 1).steps()));
    }
    return left;
  }

  private static List<Rung> noWorse(Quality floor, List<Rung> rungs, @Nullable Tier tier) {
    List<Rung> left =
        filtered(
            rungs, step -> step.quality() != Quality.AUTO && step.quality().compareTo(floor) >= 0);
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "quality floor '%s' is above every rung of tier '%s'; its best is %s"
              .formatted(floor, tier == null ? Tier.STANDARD : tier, rungs.get(0).steps()));
    }
    return left;
  }

  private static List<Rung> filtered(List<Rung> rungs, Predicate<Step> kept) {
    List<Rung> left = new ArrayList<>(rungs.size());
    for (Rung rung : rungs) {
      List<Step> steps = rung.steps().stream().filter(kept).toList();
      if (!steps.isEmpty()) {
        left.add(new Rung(steps));
      }
    }
    return left;
  }

  private static List<Level> levels(List<Rung> rungs, ImageSize asked, List<ImageSize> smaller) {
    List<Level> levels = new ArrayList<>(rungs.size());
    for (int i = 0; i < rungs.size(); i++) {
      levels.add(new Level(rungs.get(i).steps(), asked));
      if (!smaller.isEmpty()) {
        List<Rung> later = rungs.subList(i + 1, rungs.size());
        List<Step> last =
            rungs.get(i).steps().stream().filter(step -> !names(later, step.model())).toList();
        if (!last.isEmpty()) {
          smaller.forEach(size -> levels.add(new Level(last, size)));
        }
      }
    }
    return levels;
  }

  private static boolean names(List<Rung> rungs, String model) {
    return rungs.stream()
        .anyMatch(rung -> rung.steps().stream().anyMatch(step -> step.model().equals(model)));
  }
}
