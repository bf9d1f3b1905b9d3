package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Image models deployed on Azure AI Foundry, under either form of address: generations, and edits
 * for a request with reference images. Both are streamed if partial images are asked for.
 *
 * <p>It makes png and jpeg: the reference lists webp too, the guide says it is not supported (read
 * 2026-04), and a refusal costs a round trip. For the same reason it takes png and jpeg references.
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class AzureFoundryProvider {
  private AzureFoundryProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, AzureFoundryOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        common
            .capabilities()
            .formats(Set.of(OutputFormat.PNG, OutputFormat.JPEG))
            .honoured(
                Set.of(
                    Parameter.SIZE,
                    Parameter.BACKGROUND,
                    Parameter.OUTPUT_COMPRESSION,
                    Parameter.PARTIAL_IMAGES))
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .mask(true)
            .build();
    Failures failures =
        new Failures(
            common.name(),
            AzureFailures.TABLE,
            List.of("apim-request-id", "x-request-id", "x-ms-request-id"));
    HttpCalls http = common.calls(vertx);
    RandomGenerator random = new SecureRandom();
    Function<CommonOptions, ImageProvider> withKey =
        keyed ->
            new WireProvider(
                keyed,
                "azure-foundry",
                capabilities,
                new AzureWire(options, keyed.key(), random),
                failures,
                http);
    TokenSource tokens = options.tokens();
    return tokens == null
        ? withKey.apply(common)
        : new EntraProvider(vertx, common, tokens, withKey);
  }

  private record AzureWire(AzureFoundryOptions options, Secret key, RandomGenerator random)
      implements Wire {
    @Override
    public @Nullable String unfit(ProviderCall call) {
      boolean webp =
          call.request().inputImages().stream()
              .anyMatch(image -> image.format() == OutputFormat.WEBP);
      return webp
          ? "it takes png and jpeg reference images, not webp"
          : OpenAiCodec.unfit(call.request());
    }

    @Override
    public HttpCall request(ProviderCall call) {
      String deployment = options.deployment(call.model());
      // At most ten headers of our own: more are answered with 431.
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap().set("x-ms-client-request-id", call.attemptId());
      if (options.tokens() == null) {
        headers.set("api-key", key.reveal());
      } else {
        headers.set("Authorization", "Bearer " + key.reveal());
      }
      return call.request().isEdit()
          ? HttpCall.postForm(
              options.url(deployment, "edits"),
              headers,
              OpenAiCodec.editForm(call, deployment, random))
          : HttpCall.postJson(
              options.url(deployment, "generations"),
              headers,
              OpenAiCodec.request(call, deployment));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return OpenAiCodec.reader(call, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return OpenAiCodec.answer(call.request().isEdit(), root, body);
    }
  }
}
