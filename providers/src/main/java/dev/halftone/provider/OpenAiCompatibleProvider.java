package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Any host that speaks OpenAI's Images API: the passthrough of a gateway, a proxy, or a server of
 * one's own. It bills by whatever price list its options name. Images come as base64, or as
 * addresses, which are fetched at once and without the key, from the hosts that its options allow.
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, sends each request once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}.
 */
public final class OpenAiCompatibleProvider {
  private OpenAiCompatibleProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, OpenAiCompatibleOptions options) {
    CommonOptions common = options.common();
    boolean edits = options.edits() != EditForm.NONE;
    Capabilities capabilities =
        common
            .capabilities()
            .formats(options.formats())
            .honoured(honoured(options))
            .imagesPerCall(options.imagesPerCall())
            .inputImages(edits ? OpenAiCodec.INPUT_IMAGES : 0)
            .mask(edits)
            .build();
    Failures failures = new Failures(common.name(), OpenAiFailures.TABLE, List.of("x-request-id"));
    return new WireProvider(
        common,
        options.priceList(),
        capabilities,
        new CompatibleWire(options, new SecureRandom()),
        failures,
        common.calls(vertx),
        new Downloads(vertx, common));
  }

  private static Set<Parameter> honoured(OpenAiCompatibleOptions options) {
    Set<Parameter> honoured =
        EnumSet.of(Parameter.SIZE, Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION);
    if (options.streaming()) {
      honoured.add(Parameter.PARTIAL_IMAGES);
    }
    if (options.thinkingParameter() != null) {
      honoured.add(Parameter.THINKING);
    }
    return honoured;
  }

  private record CompatibleWire(OpenAiCompatibleOptions options, RandomGenerator random)
      implements Wire {
    @Override
    public @Nullable String unfit(ProviderCall call) {
      return options.edits() == EditForm.JSON
          ? OpenAiCodec.unfitForJson(call.request())
          : OpenAiCodec.unfit(call.request());
    }

    @Override
    public HttpCall request(ProviderCall call) {
      MultiMap headers = options.credentials().set("X-Client-Request-Id", call.attemptId());
      boolean edit = call.request().isEdit();
      String url = options.url(edit);
      Map<String, Object> fields = fields(call);
      if (!edit) {
        ObjectNode body = WireJson.object();
        fields.forEach(body::putPOJO);
        return HttpCall.postJson(url, headers, WireJson.bytes(body));
      }
      return options.edits() == EditForm.JSON
          ? HttpCall.postJson(url, headers, OpenAiCodec.editJson(fields, call.request()))
          : HttpCall.postForm(url, headers, OpenAiCodec.editForm(fields, call.request(), random));
    }

    private Map<String, Object> fields(ProviderCall call) {
      Map<String, Object> fields = OpenAiCodec.fields(call, options.model(call.model()));
      if (!options.streaming()) {
        fields.keySet().removeAll(Set.of("stream", "partial_images"));
      }
      if (options.responseFormat()) {
        fields.put("response_format", OpenAiCodec.IMAGE_KEY);
      }
      String parameter = options.thinkingParameter();
      String value = options.thinkingValue(call.thinking());
      if (parameter != null && value != null) {
        fields.put(parameter, value);
      }
      return fields;
    }

    @Override
    public AnswerReader<ImageBody> reader(ProviderCall call, Limits limits) {
      return options.streaming()
          ? OpenAiCodec.reader(call, limits)
          : new ImageBodyReader(OpenAiCodec.IMAGE_KEY, limits);
    }

    @Override
    public ProviderAnswer.@Nullable Builder answer(
        ProviderCall call, JsonNode root, ImageBody body) {
      return OpenAiCodec.answer(call.request().isEdit(), root, body);
    }

    @Override
    public Collection<Secret> secrets() {
      return options.otherSecrets();
    }
  }
}
