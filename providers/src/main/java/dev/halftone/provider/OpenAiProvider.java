package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Images API: {@code POST /images/generations}.
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class OpenAiProvider {
  private OpenAiProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, OpenAiOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        common
            .capabilities()
            .honoured(
                Set.of(
                    Parameter.SIZE,
                    Parameter.BACKGROUND,
                    Parameter.OUTPUT_COMPRESSION,
                    Parameter.THINKING))
            .build();
    Failures failures = new Failures(common.name(), OpenAiFailures.TABLE, List.of("x-request-id"));
    return new WireProvider(
        common, "openai", capabilities, new OpenAiWire(common), failures, common.calls(vertx));
  }

  private record OpenAiWire(CommonOptions options) implements Wire {
    @Override
    public HttpCall request(ProviderCall call) {
      MultiMap headers =
          MultiMap.caseInsensitiveMultiMap()
              .set("Authorization", "Bearer " + options.key().reveal())
              .set("X-Client-Request-Id", call.attemptId());
      return HttpCall.postJson(
          options.baseUrl() + "/images/generations",
          headers,
          OpenAiCodec.request(call, call.model()));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return new ImageBodyReader(OpenAiCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(JsonNode root, ImageBody body) {
      return OpenAiCodec.answer(root, body);
    }
  }
}
