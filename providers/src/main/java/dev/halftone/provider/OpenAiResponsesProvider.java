package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses API: a text model thinks as hard as asked and calls the image tool, one image
 * a call. Both models are billed.
 *
 * <p>Of low confidence, as the sources read up to 2026-11 describe this route only in passing: the
 * fields of the tool are those of the Images API, the effort is left to the text model where no
 * thinking is asked for, and what the tool used is read where it is told. Masks and partial images
 * are not offered here. A text model may answer with words instead, which is a failure that may
 * have been billed.
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class OpenAiResponsesProvider {
  private OpenAiResponsesProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, OpenAiResponsesOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        common
            .capabilities()
            .honoured(OpenAiCodec.PARAMETERS)
            .imagesPerCall(1)
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .build();
    Failures failures = new Failures(common.name(), OpenAiFailures.TABLE, List.of("x-request-id"));
    return new WireProvider(
        common,
        "openai-responses",
        capabilities,
        new ResponsesWire(options),
        failures,
        common.calls(vertx));
  }

  private record ResponsesWire(OpenAiResponsesOptions options) implements Wire {
    @Override
    public @Nullable String unfit(ProviderCall call) {
      return OpenAiCodec.unfitForJson(call.request());
    }

    @Override
    public HttpCall request(ProviderCall call) {
      CommonOptions common = options.common();
      MultiMap headers = OpenAiCodec.headers(common, call);
      return HttpCall.postJson(
          common.baseUrl() + "/responses",
          headers,
          OpenAiResponsesCodec.request(call, options.textModel()));
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return new ImageBodyReader(OpenAiResponsesCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return OpenAiResponsesCodec.answer(call, root, body);
    }
  }
}
