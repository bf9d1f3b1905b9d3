package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's image models through OpenRouter, which reports what each call cost: {@code POST
 * /images}, for generations and for edits with references alike.
 *
 * <p>It takes a shape instead of a size, makes png, and takes no mask (read 2026-09).
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class OpenRouterProvider {
  private OpenRouterProvider() {}

  // tag::create[]
  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, OpenRouterOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        common
            .capabilities()
            .formats(Set.of(OutputFormat.PNG))
            .honoured(Set.of())
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .sizeProblem(OpenRouterCodec::sizeProblem)
            .build();
    Failures failures =
        new Failures(
            common.name(), OpenRouterFailures.TABLE, List.of("x-generation-id", "x-request-id"));
    return new WireProvider(
        common,
        options.priceList(),
        capabilities,
        new OpenRouterWire(common),
        failures,
        common.calls(vertx));
  }

  // end::create[]

  // tag::wire[]
  private record OpenRouterWire(CommonOptions options) implements Wire {
    @Override
    public HttpCall request(ProviderCall call) {
      return HttpCall.postJson(
          options.baseUrl() + "/images",
          OpenAiCodec.headers(options, call),
          OpenRouterCodec.request(call));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return new ImageBodyReader(OpenAiCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return OpenRouterCodec.answer(call, root, body);
    }

    @Override
    public @Nullable Usd billed(JsonNode root) {
      return OpenRouterCodec.billed(root);
    }
  }
  // end::wire[]
}
