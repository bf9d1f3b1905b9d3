package dev.halftone.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Tier;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestDigestTest {
  /** The head of a png of 512x512, as far as the size is told. */
  private static final InputImage PIXEL =
      InputImage.of(
          Buffer.buffer(
              HexFormat.of().parseHex("89504e470d0a1a0a0000000d494844520000020000000200")));

  private static final ImageSize SQUARE = new ImageSize(512, 512);
  private static final ImageSize WIDE = new ImageSize(512, 256);

  /** A change to a request, with a name to show. */
  private record Change(
      String name, Function<ImageRequest.Builder, ImageRequest.Builder> function) {
    ImageRequest applied() {
      return function.apply(base()).build();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static ImageRequest.Builder base() {
    return ImageRequest.builder("a red fox")
        .outputFormat(OutputFormat.WEBP)
        .outputCompression(80)
        .background(Background.OPAQUE)
        .thinking(Thinking.LOW)
        .inputImages(List.of(InputImage.ofSize(SQUARE), InputImage.ofSize(WIDE)));
  }

  static Stream<Change> changesOfThePicture() {
    return Stream.of(
        new Change("prompt", b -> b.prompt("a red fox.")),
        new Change("case of prompt", b -> b.prompt("A red fox")),
        new Change("size", b -> b.size(SQUARE)),
        new Change("auto size", b -> b.size(ImageSize.AUTO)),
        new Change("n", b -> b.n(2)),
        new Change("background", b -> b.background(Background.TRANSPARENT)),
        new Change("no background", b -> b.background(null)),
        new Change("output format", b -> b.outputFormat(OutputFormat.JPEG)),
        new Change("compression", b -> b.outputCompression(81)),
        new Change("compression 0", b -> b.outputCompression(0)),
        new Change("no compression", b -> b.outputCompression(null)),
        new Change("thinking", b -> b.thinking(Thinking.HIGH)),
        new Change("input images", b -> b.inputImages(List.of(InputImage.ofSize(SQUARE)))),
        new Change(
            "order of input images",
            b -> b.inputImages(List.of(InputImage.ofSize(WIDE), InputImage.ofSize(SQUARE)))),
        new Change(
            "bytes of input images", b -> b.inputImages(List.of(PIXEL, InputImage.ofSize(WIDE)))),
        new Change("mask", b -> b.mask(InputImage.ofSize(SQUARE))),
        new Change("no input images", b -> b.inputImages(List.of())));
  }

  static Stream<Change> changesOfTheWay() {
    return Stream.of(
        new Change("nothing", b -> b),
        new Change("model", b -> b.model("gpt-image-2")),
        new Change("tier", b -> b.tier(Tier.DRAFT)),
        new Change("quality", b -> b.quality(Quality.HIGH)),
        new Change("charge", b -> b.charge("team:growth")),
        new Change("max cost", b -> b.maxCost(Usd.parse("1"))),
        new Change("deadline", b -> b.deadline(Duration.ofSeconds(9))),
        new Change("objective", b -> b.objective(Objective.FASTEST)),
        new Change("providers", b -> b.providers(Set.of("azure-se"))),
        new Change("partial images", b -> b.partialImages(2)),
        new Change("cached", b -> b.cached(false)));
  }

  @ParameterizedTest
  @MethodSource("changesOfThePicture")
  void of_fieldThatChangesThePicture_differs(Change change) {
    assertThat(RequestDigest.of(change.applied())).isNotEqualTo(RequestDigest.of(base().build()));
  }

  @ParameterizedTest
  @MethodSource("changesOfTheWay")
  void of_fieldThatOnlySteersOrPays_isTheSame(Change change) {
    assertThat(RequestDigest.of(change.applied()))
        .isEqualTo(RequestDigest.of(base().build()))
        .hasSameHashCodeAs(RequestDigest.of(base().build()));
  }

  @Test
  void of_allChanges_differFromEachOther() {
    Map<RequestDigest, Change> seen = new HashMap<>();
    changesOfThePicture()
        .forEach(
            change ->
                assertThat(seen.put(RequestDigest.of(change.applied()), change))
                    .as("same digest as %s", change)
                    .isNull());
  }

  @Test
  void of_promptsThatOnlyAnEncoderConfuses_differ() {
    assertThat(RequestDigest.of(ImageRequest.builder("\ud800").build()))
        .isNotEqualTo(RequestDigest.of(ImageRequest.builder("\ud801").build()))
        .isNotEqualTo(RequestDigest.of(ImageRequest.builder("?").build()));
  }

  @Test
  void toString_anyRequest_showsNoPrompt() {
    CacheKey key = RequestDigest.of(base().build()).key("gpt-image-2", Quality.HIGH);
    assertThat(key.toString()).matches("[0-9a-f]{64}/high/gpt-image-2");
  }

  @Test
  void key_modelOrQuality_differs() {
    RequestDigest digest = RequestDigest.of(base().build());
    CacheKey key = digest.key("gpt-image-2", Quality.HIGH);
    assertThat(digest.key("gpt-image-2", Quality.HIGH)).isEqualTo(key);
    assertThat(digest.key("gpt-image-2", Quality.LOW)).isNotEqualTo(key);
    assertThat(digest.key("gpt-image-2.5", Quality.HIGH)).isNotEqualTo(key);
  }
}
