package dev.halftone.router;

import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, as far as it decides where a request goes: everything but the prompt and the
 * content of its pictures. Enough to plan it again. Immutable and thread-safe.
 *
 * @param request with a stand-in for the prompt, and pictures of which only the size is known
 * @param promptTokens tokens of the prompt; 0 where nobody counted, as for a result from the cache
 * @param promptChars length of the prompt in code points; 0 likewise
 */
public record RequestShape(ImageRequest request, int promptTokens, int promptChars) {
  static final String STAND_IN = "(not kept)";

  /** Takes the prompt and the content of pictures out, whatever is passed. */
  public RequestShape {
    if (promptTokens < 0 || promptChars < 0) {
      throw new IllegalArgumentException(
          "prompt tokens %d and length %d must not be negative"
              .formatted(promptTokens, promptChars));
    }
    InputImage mask = request.mask();
    request =
        request
            .newBuilder()
            .prompt(STAND_IN)
            .inputImages(
                request.inputImages().stream()
                    .map(image -> InputImage.ofSize(image.size()))
                    .toList())
            .mask(mask == null ? null : InputImage.ofSize(mask.size()))
            .build();
  }

  /** The request as the estimator sees it. */
  ImageSpec spec() {
    return spec(request, promptTokens, promptChars);
  }

  static ImageSpec spec(ImageRequest request, int promptTokens, int promptChars) {
    return ImageSpec.builder()
        .size(request.size())
        .thinking(request.thinking())
        .n(request.n())
        .prompt(promptTokens, promptChars)
        .inputImages(request.inputImages().stream().map(InputImage::size).toList())
        .partialImages(request.partialImages())
        .build();
  }

  /** What was asked, as far as it was said, in words. */
  public String summary() {
    StringJoiner said = new StringJoiner(" ");
    said.add("%d of %s".formatted(request.n(), request.size()));
    add(said, "model", request.model());
    add(said, "tier", request.tier());
    add(said, "quality", request.quality());
    add(said, "no worse than", request.qualityFloor());
    add(said, "or", request.smallerAllowed() ? "smaller" : null);
    add(said, "thinking", request.thinking() == Thinking.OFF ? null : request.thinking());
    add(said, "references", request.isEdit() ? request.inputImages().size() : null);
    add(said, "objective", request.objective());
    add(said, "at most $", request.maxCost());
    add(said, "within", request.deadline());
    addAll(said, "at", request.providers());
    addAll(said, "in", request.regions());
    addAll(said, "with", request.dataRules());
    return said.toString();
  }

  private static void add(StringJoiner said, String name, @Nullable Object value) {
    if (value != null) {
      said.add(name + (name.endsWith("$") ? "" : " ") + value);
    }
  }

  private static void addAll(StringJoiner said, String name, Set<?> values) {
    values.stream().map(String::valueOf).sorted().forEach(value -> add(said, name, value));
  }
}
