package dev.halftone.image;

import dev.halftone.budget.Scope;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every field of a request, by which requests are equal; {@link ImageRequest} says what each is.
 */
record RequestFields(
    String prompt,
    @Nullable String model,
    @Nullable Tier tier,
    ImageSize size,
    @Nullable Quality quality,
    Thinking thinking,
    int n,
    @Nullable Background background,
    OutputFormat outputFormat,
    @Nullable Integer outputCompression,
    List<InputImage> inputImages,
    @Nullable InputImage mask,
    int partialImages,
    @Nullable Usd maxCost,
    @Nullable Duration deadline,
    @Nullable Objective objective,
    List<Scope> charge,
    Set<String> providers,
    @Nullable Quality qualityFloor,
    boolean smallerAllowed,
    Set<String> regions,
    Set<DataRule> dataRules,
    boolean cached) {
  static RequestFields of(ImageRequest.Builder builder) {
    return new RequestFields(
        builder.prompt,
        builder.model,
        builder.tier,
        builder.size,
        builder.quality,
        builder.thinking,
        builder.n,
        builder.background,
        builder.outputFormat,
        builder.outputCompression,
        builder.inputImages,
        builder.mask,
        builder.partialImages,
        builder.maxCost,
        builder.deadline,
        builder.objective,
        builder.charge,
        builder.providers,
        builder.qualityFloor,
        builder.smallerAllowed,
        builder.regions,
        builder.dataRules,
        builder.cached);
  }

  void copyTo(ImageRequest.Builder builder) {
    builder.prompt = prompt;
    builder.model = model;
    builder.tier = tier;
    builder.size = size;
    builder.quality = quality;
    builder.thinking = thinking;
    builder.n = n;
    builder.background = background;
    builder.outputFormat = outputFormat;
    builder.outputCompression = outputCompression;
    builder.inputImages = inputImages;
    builder.mask = mask;
    builder.partialImages = partialImages;
    builder.maxCost = maxCost;
    builder.deadline = deadline;
    builder.objective = objective;
    builder.charge = charge;
    builder.providers = providers;
    builder.qualityFloor = qualityFloor;
    builder.smallerAllowed = smallerAllowed;
    builder.regions = regions;
    builder.dataRules = dataRules;
    builder.cached = cached;
  }

  @Override
  public String toString() {
    return "ImageRequest[prompt=%d chars, model=%s, tier=%s, size=%s, quality=%s, thinking=%s, n=%d]"
        .formatted(prompt.length(), model, tier, size, quality, thinking, n);
  }
}
