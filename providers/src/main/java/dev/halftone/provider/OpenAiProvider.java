package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Images API: {@code POST /images/generations}, and {@code /images/edits} for a request
 * with reference images. Both are streamed if partial images are asked for.
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
                    Parameter.THINKING,
                    Parameter.PARTIAL_IMAGES))
            .honouredInEdits(
                Set.of(
                    Parameter.SIZE,
                    Parameter.BACKGROUND,
                    Parameter.OUTPUT_COMPRESSION,
                    Parameter.PARTIAL_IMAGES))
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .mask(true)
            .build();
    Failures failures = new Failures(common.name(), OpenAiFailures.TABLE, List.of("x-request-id"));
    return new WireProvider(
        common,
        "openai",
        capabilities,
        new OpenAiWire(options, new SecureRandom()),
        failures,
        common.calls(vertx));
  }

  private record OpenAiWire(OpenAiOptions options, RandomGenerator random) implements Wire {
    @Override
    public @Nullable String unfit(ProviderCall call) {
      return options.jsonEdits()
          ? OpenAiCodec.unfitForJson(call.request())
          : OpenAiCodec.unfit(call.request());
    }

    @Override
    public HttpCall request(ProviderCall call) {
      MultiMap headers = OpenAiCodec.headers(options.common(), call);
      String base = options.common().baseUrl();
      if (!call.request().isEdit()) {
        return HttpCall.postJson(
            base + "/images/generations", headers, OpenAiCodec.request(call, call.model()));
      }
      return options.jsonEdits()
          ? HttpCall.postJson(
              base + "/images/edits", headers, OpenAiCodec.editJson(call, call.model()))
          : HttpCall.postForm(
              base + "/images/edits", headers, OpenAiCodec.editForm(call, call.model(), random));
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
