package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;

/** Decisions that a real router made about random requests, with every kind of failure. */
final class DecisionSamples {
  private DecisionSamples() {}

  /** Makes them from a seed, by a policy and under a budget. */
  static List<DecisionRecord> random(long seed, int count, RoutingPolicy policy, String limit) {
    Random random = new Random(seed);
    List<FakeProvider> providers =
        List.of(
            FakeProvider.openAi(),
            FakeProvider.azure(),
            new FakeProvider("azure-us", "azure-foundry", "gpt-image-2"));
    for (FakeProvider one : providers) {
      one.declare(declared -> declared.inputImages(4).mask(true).imagesPerCall(4));
      one.behaviour = call -> answer(call, random);
    }
    Rig rig = new Rig(limit, providers, builder -> builder.policy(policy).decisionsKept(count));
    for (int i = 0; i < count; i++) {
      rig.router.generate(request(random));
      rig.time.advance(Duration.ofMillis(random.nextInt(30_000)));
    }
    rig.time.advance(Duration.ofMinutes(10));
    return rig.router.decisions();
  }

  private static Future<ProviderAnswer> answer(ProviderCall call, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> fail(ProviderFailure.Kind.OVERLOADED);
      case 1 -> fail(ProviderFailure.Kind.TIMED_OUT);
      case 2 -> fail(ProviderFailure.Kind.PROMPT_REFUSED);
      default -> FakeProvider.images(call, new Usage(10, 0, 100L + random.nextInt(6_000), 0));
    };
  }

  private static Future<ProviderAnswer> fail(ProviderFailure.Kind kind) {
    return Future.failedFuture(ProviderFailure.of(kind).build("it failed: \"no\""));
  }

  static ImageRequest request(Random random) {
    ImageRequest.Builder request =
        Rig.request()
            .size(ImageSize.parse(random.nextBoolean() ? "1024x1024" : "1536x1024"))
            .n(1 + random.nextInt(6))
            .cached(random.nextInt(4) == 0)
            .thinking(random.nextInt(5) == 0 ? Thinking.LOW : Thinking.OFF)
            .smallerAllowed(random.nextInt(4) == 0);
    switch (random.nextInt(4)) {
      case 0 ->
          request
              .model("gpt-image-2")
              .quality(pick(random, List.of(Quality.LOW, Quality.MEDIUM, Quality.HIGH)));
      case 1 -> request.tier(pick(random, List.of(Tier.values())));
      case 2 -> request.quality(Quality.HIGH).outputFormat(OutputFormat.JPEG).outputCompression(7);
      default -> {
        // Nothing is said.
      }
    }
    if (random.nextInt(4) == 0) {
      InputImage picture = InputImage.of(picture());
      request.inputImages(List.of(picture)).mask(random.nextBoolean() ? picture : null);
    }
    if (random.nextInt(3) == 0) {
      request.maxCost(Usd.ofNanos(random.nextInt(400_000_000)));
    }
    if (random.nextInt(4) == 0) {
      request.deadline(Duration.ofNanos(1_000_000_000L + random.nextInt(2_000_000_000)));
    }
    if (random.nextInt(4) == 0) {
      request.objective(pick(random, List.of(Objective.values())));
    }
    if (random.nextInt(9) == 0) {
      request.providers(Set.of("azure", "openai"));
    }
    if (random.nextInt(20) == 0) {
      request.dataRules(Set.of(DataRule.NO_TRAINING)).regions(Set.of("eu", "us"));
    }
    return request.build();
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Buffer picture() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
