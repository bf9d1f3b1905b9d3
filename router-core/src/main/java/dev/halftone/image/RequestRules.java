package dev.halftone.image;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What no provider could accept, told with the field, its value and what is allowed. Pure. */
final class RequestRules {
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private RequestRules() {}

  static int inRange(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; allowed are %d to %d".formatted(field, value, least, most));
    }
    return value;
  }

  static String prompt(String prompt) {
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("prompt is empty; say what the image should show");
    }
    return prompt;
  }

  static @Nullable Usd maxCost(@Nullable Usd maxCost) {
    if (maxCost != null && maxCost.isNegative()) {
      throw new IllegalArgumentException("max cost %s must not be negative".formatted(maxCost));
    }
    return maxCost;
  }

  static @Nullable Duration deadline(@Nullable Duration deadline) {
    if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
      throw new IllegalArgumentException("deadline %s must be positive".formatted(deadline));
    }
    return deadline;
  }

  /** Region names as they are compared: letter by letter, so only one spelling is let in. */
  static Set<String> regions(Set<String> names) {
    for (String name : names) {
      if (!REGION.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "region '%s' is not 1 to 32 lower-case letters, digits and dashes, such as eu"
                .formatted(name));
      }
    }
    return Collections.unmodifiableSet(new TreeSet<>(names));
  }

  static void qualityFloor(@Nullable Quality quality, @Nullable Quality floor) {
    if (floor == Quality.AUTO) {
      throw new IllegalArgumentException(
          "quality floor is auto; allowed are low, medium, high, xhigh and max");
    }
    if (floor != null && quality == Quality.AUTO) {
      throw new IllegalArgumentException(
          "quality auto may fall below the quality floor %s; name a quality".formatted(floor));
    }
    if (floor != null && quality != null && quality.compareTo(floor) < 0) {
      throw new IllegalArgumentException(
          "quality %s is below the quality floor %s".formatted(quality, floor));
    }
  }

  static void modelOrTier(@Nullable String model, @Nullable Tier tier) {
    if (model != null && tier != null) {
      throw new IllegalArgumentException(
          "model '%s' and tier '%s' contradict each other: a tier chooses its models itself"
              .formatted(model, tier));
    }
  }

  static void output(
      @Nullable Background background, OutputFormat format, @Nullable Integer compression) {
    if (background == Background.TRANSPARENT && format == OutputFormat.JPEG) {
      throw new IllegalArgumentException(
          "background 'transparent' needs output format png or webp, not jpeg");
    }
    if (compression != null && format == OutputFormat.PNG) {
      throw new IllegalArgumentException(
          "output_compression applies to jpeg and webp only, not to png");
    }
  }

  static void mask(@Nullable InputImage mask, List<InputImage> inputImages) {
    if (mask == null) {
      return;
    }
    if (inputImages.isEmpty()) {
      throw new IllegalArgumentException("mask needs an input image to apply to");
    }
    ImageSize first = inputImages.get(0).size();
    if (!mask.size().equals(first)) {
      throw new IllegalArgumentException(
          "mask is %s; it must be as large as the first input image, %s"
              .formatted(mask.size(), first));
    }
    if (mask.format() != null && mask.format() != OutputFormat.PNG) {
      throw new IllegalArgumentException(
          "mask is %s; it must be a png with transparency".formatted(mask.format()));
    }
  }
}
