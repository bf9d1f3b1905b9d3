package dev.halftone.router;

import dev.halftone.cost.Quality;
import dev.halftone.image.Tier;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For each tier, the rungs of (model, quality) that serve it, best first. Under budget pressure the
 * router steps down a rung, and never below the last one.
 *
 * <p>A rung may name several steps of like quality; the objective chooses among them. Models that
 * are shut down or not configured drop out by themselves. Immutable and thread-safe.
 */
public final class Ladder {
  private static final Ladder STANDARD =
      builder()
          .rung(
              Tier.FINAL,
              new Step("gpt-image-2.5-sunburst", Quality.MAX),
              new Step("gpt-image-2", Quality.HIGH))
          .rung(Tier.FINAL, new Step("gpt-image-2.5-sunburst", Quality.XHIGH))
          .rung(
              Tier.FINAL,
              new Step("gpt-image-2.5-sunburst", Quality.HIGH),
              new Step("gpt-image-2", Quality.MEDIUM))
          .rung(
              Tier.STANDARD,
              new Step("gpt-image-2.5-flare", Quality.HIGH),
              new Step("gpt-image-2", Quality.MEDIUM))
          .rung(Tier.STANDARD, new Step("gpt-image-2.5-flare", Quality.MEDIUM))
          .rung(Tier.DRAFT, new Step("gpt-image-2.5-flare", Quality.MEDIUM))
          .rung(
              Tier.DRAFT,
              new Step("gpt-image-2.5-flare", Quality.LOW),
              new Step("gpt-image-2", Quality.LOW))
          .build();

  private final Map<Tier, List<Rung>> rungs;

  private Ladder(Map<Tier, List<Rung>> rungs) {
    this.rungs = rungs;
  }

  /**
   * The ladder used unless another is given. Steps of one rung take the same number of output
   * tokens, by the formula in the catalogue: max on 2.5 is high on 2, high on 2.5 is medium on 2.
   */
  public static Ladder standard() {
    return STANDARD;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The rungs of a tier, best first; never empty. */
  public List<Rung> rungs(Tier tier) {
    return rungs.getOrDefault(tier, List.of());
  }

  /** One way to make an image. */
  public record Step(String model, Quality quality) {
    @Override
    public String toString() {
      return model + "@" + quality;
    }
  }

  /** Steps of like quality. */
  public record Rung(List<Step> steps) {
    public Rung {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a rung needs at least one step of model and quality");
      }
    }
  }

  /** Collects rungs, best first; a tier without rungs of its own gets the standard ones. */
  public static final class Builder {
    private final Map<Tier, List<Rung>> rungs = new EnumMap<>(Tier.class);

    private Builder() {}

    public Builder rung(Tier tier, Step... steps) {
      return rung(tier, List.of(steps));
    }

    public Builder rung(Tier tier, List<Step> steps) {
      rungs.merge(
          tier,
          List.of(new Rung(steps)),
          (before, added) -> Stream.concat(before.stream(), added.stream()).toList());
      return this;
    }

    public Ladder build() {
      Map<Tier, List<Rung>> copy = new EnumMap<>(Tier.class);
      for (Tier tier : Tier.values()) {
        List<Rung> own = rungs.get(tier);
        copy.put(tier, own != null ? own : standard().rungs(tier));
      }
      return new Ladder(copy);
    }
  }
}
