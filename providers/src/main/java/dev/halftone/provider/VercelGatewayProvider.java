package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's image models through Vercel AI Gateway, which reports what each call cost: generations,
 * and edits for a request with reference images.
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class VercelGatewayProvider {
  private VercelGatewayProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, VercelGatewayOptions options) {
    CommonOptions common = options.common();
    boolean nativeApi = options.api() == VercelApi.NATIVE;
    Capabilities capabilities =
        common
            .capabilities()
            .honoured(OpenAiCodec.PARAMETERS)
            .honouredInEdits(OpenAiCodec.EDIT_PARAMETERS)
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .mask(nativeApi)
            .build();
    Failures failures = new Failures(common.name(), VercelFailures.TABLE, List.of("x-vercel-id"));
    return new WireProvider(
        common,
        "vercel-ai-gateway",
        capabilities,
        nativeApi ? new NativeWire(options) : new OpenAiWire(options),
        failures,
        common.calls(vertx));
  }

  private record NativeWire(VercelGatewayOptions options) implements Wire {
    @Override
    public HttpCall request(ProviderCall call) {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .set("Authorization", "Bearer " + options.common().key().reveal())
              .set("ai-gateway-protocol-version", "0.0.1")
              .set("ai-gateway-auth-method", "api-key")
              .set("ai-image-model-specification-version", "4")
              .set("ai-model-id", "openai/" + call.model())
              .set("ai-o11y-request-id", call.attemptId());
      return HttpCall.postJson(
          options.common().baseUrl() + "/v4/ai/image-model",
          headers,
          VercelCodec.request(call, options.onlyProviders()));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return new ImageBodyReader(VercelCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return VercelCodec.answer(call, root, body);
    }

    @Override
    public @Nullable Usd billed(JsonNode root) {
      return VercelCodec.billed(root);
    }
  }

  private record OpenAiWire(VercelGatewayOptions options) implements Wire {
    @Override
    public HttpCall request(ProviderCall call) {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .set("Authorization", "Bearer " + options.common().key().reveal())
              .set("ai-o11y-request-id", call.attemptId());
      return HttpCall.postJson(
          options.common().baseUrl()
              + (call.request().isEdit() ? "/v1/images/edits" : "/v1/images/generations"),
          headers,
          VercelOpenAiCodec.request(call, options.onlyProviders()));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return new ImageBodyReader(OpenAiCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return VercelOpenAiCodec.answer(call, root, body);
    }

    @Override
    public @Nullable Usd billed(JsonNode root) {
      return VercelOpenAiCodec.billed(root);
    }
  }
}
