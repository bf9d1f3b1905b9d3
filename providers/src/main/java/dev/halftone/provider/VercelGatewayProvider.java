package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's image models through the native image endpoint of Vercel AI Gateway, which reports what
 * each call cost.
 *
 * <p>Thread-safe. {@link #generate} does I/O, sends its request once and can cost money; how it
 * fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class VercelGatewayProvider implements ImageProvider {
  private final WireProvider inner;

  private VercelGatewayProvider(WireProvider inner) {
    this.inner = inner;
  }

  /** Makes the provider with connections of its own; {@link #close} closes them. */
  public static VercelGatewayProvider create(Vertx vertx, VercelGatewayOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        new Capabilities(
            common.models(),
            Set.of(OutputFormat.values()),
            Set.of(Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION));
    Failures failures = new Failures(common.name(), VercelFailures.TABLE, List.of("x-vercel-id"));
    return new VercelGatewayProvider(
        new WireProvider(
            common,
            "vercel-ai-gateway",
            capabilities,
            new VercelWire(options),
            failures,
            common.calls(vertx)));
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String priceList() {
    return inner.priceList();
  }

  @Override
  public Capabilities capabilities() {
    return inner.capabilities();
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return inner.generate(call);
  }

  @Override
  public Future<Void> close() {
    return inner.close();
  }

  private record VercelWire(VercelGatewayOptions options) implements Wire {
    @Override
    public HttpPost post(ProviderCall call) {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .set("Authorization", "Bearer " + options.common().key().reveal())
              .set("ai-gateway-protocol-version", "0.0.1")
              .set("ai-gateway-auth-method", "api-key")
              .set("ai-image-model-specification-version", "4")
              .set("ai-model-id", "openai/" + call.model())
              .set("ai-o11y-request-id", call.attemptId());
      return new HttpPost(
          options.common().baseUrl() + "/v4/ai/image-model",
          headers,
          VercelCodec.request(call, options.onlyProviders()),
          VercelCodec.IMAGE_KEY);
    }

    @Override
    public @Nullable ProviderAnswer answer(
        JsonNode root, ImageBody body, @Nullable String requestId) {
      return VercelCodec.answer(root, body, requestId);
    }
  }
}
