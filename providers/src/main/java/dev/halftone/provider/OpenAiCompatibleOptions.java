package dev.halftone.provider;

import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a host that speaks OpenAI's Images API: a gateway in front of it, a proxy, or a
 * server of one's own. Immutable and thread-safe.
 */
public final class OpenAiCompatibleOptions {
  private final CommonOptions common;
  private final Map<String, String> models;
  private final String priceList;
  private final String generationsPath;
  private final String editsPath;
  private final String authHeader;
  private final String authScheme;
  private final Map<String, Secret> headers;
  private final Set<OutputFormat> formats;
  private final boolean responseFormat;
  private final EditForm edits;
  private final boolean streaming;
  private final int imagesPerCall;
  private final @Nullable String thinkingParameter;
  private final Map<Thinking, String> thinkingValues;

  private OpenAiCompatibleOptions(Builder builder, CommonOptions common, String priceList) {
    this.common = common;
    this.priceList = priceList;
    models = builder.models;
    generationsPath = builder.generationsPath;
    editsPath = builder.editsPath;
    authHeader = builder.authHeader;
    authScheme = builder.authScheme;
    headers = Map.copyOf(builder.headers);
    formats = builder.formats;
    responseFormat = builder.responseFormat;
    edits = builder.edits;
    streaming = builder.streaming;
    imagesPerCall = builder.imagesPerCall;
    thinkingParameter = builder.thinkingParameter;
    thinkingValues = builder.thinkingValues;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  String priceList() {
    return priceList;
  }

  String model(String model) {
    return Objects.requireNonNull(models.get(model));
  }

  String url(boolean edit) {
    return common.baseUrl() + (edit ? editsPath : generationsPath);
  }

  /** The headers that let a call in. */
  MultiMap credentials() {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    headers.forEach((name, value) -> all.set(name, value.reveal()));
    String key = common.key().reveal();
    return all.set(authHeader, authScheme.isEmpty() ? key : authScheme + ' ' + key);
  }

  /** What no failure may repeat, besides the key. */
  Collection<Secret> otherSecrets() {
    return headers.values();
  }

  Set<OutputFormat> formats() {
    return formats;
  }

  boolean responseFormat() {
    return responseFormat;
  }

  EditForm edits() {
    return edits;
  }

  boolean streaming() {
    return streaming;
  }

  int imagesPerCall() {
    return imagesPerCall;
  }

  /** The name of the parameter that asks for thinking; null if there is none. */
  @Nullable String thinkingParameter() {
    return thinkingParameter;
  }

  /** What it is set to for this level; null to leave it out. */
  @Nullable String thinkingValue(Thinking level) {
    return thinkingValues.get(level);
  }

  @Override
  public String toString() {
    return "OpenAiCompatibleOptions[%s, models=%s, priceList=%s, headers=%s, edits=%s]"
        .formatted(common, models, priceList, headers.keySet(), edits);
  }

  /** Collects the options; key, base URL, models and price list are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9-]{0,32}");
    private static final Pattern HOST_MODEL =
        Pattern.compile("[A-Za-z0-9@][A-Za-z0-9@._:/-]{0,127}");
    private static final Pattern PRICE_LIST = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MAX_HEADERS = 16;

    /** What the transport or we ourselves set. */
    private static final Set<String> OWN_HEADERS =
        Set.of("host", "content-length", "content-type", "transfer-encoding", "connection");

    /** What the request sets already. */
    private static final Set<String> OWN_PARAMETERS =
        Set.of(
            "model",
            "prompt",
            "n",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "response_format",
            "stream",
            "partial_images",
            "image",
            "images",
            "mask");

    private Map<String, String> models = Map.of();
    private @Nullable String priceList;
    private String generationsPath = "/images/generations";
    private String editsPath = "/images/edits";
    private String authHeader = "Authorization";
    private String authScheme = "Bearer";
    private final Map<String, Secret> headers = new LinkedHashMap<>();
    private Set<OutputFormat> formats = Set.of(OutputFormat.values());
    private boolean responseFormat;
    private EditForm edits = EditForm.NONE;
    private boolean streaming;
    private int imagesPerCall = ImageRequest.MAX_IMAGES;
    private @Nullable String thinkingParameter;
    private Map<Thinking, String> thinkingValues = Map.of();

    private Builder() {
      super("openai-compatible", "");
    }

    /** The address that the paths follow, such as {@code https://host/v1}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** What the host calls each model of the catalogue that it serves. */
    public Builder models(Map<String, String> hostNameByModel) {
      hostNameByModel.values().forEach(name -> matching("model of the host", name, HOST_MODEL));
      models = Map.copyOf(hostNameByModel);
      return setModels(models.keySet());
    }

    /** The price list of the catalogue that it bills by: {@code openai}, or one of your own. */
    public Builder priceList(String name) {
      priceList = matching("price list", name, PRICE_LIST);
      return this;
    }

    /** Where generations are; {@code /images/generations} if not set. */
    public Builder generationsPath(String path) {
      generationsPath = matching("generations path", path, PATH);
      return this;
    }

    /** Where edits are; {@code /images/edits} if not set. */
    public Builder editsPath(String path) {
      editsPath = matching("edits path", path, PATH);
      return this;
    }

    /**
     * How the key is sent; {@code Authorization} and {@code Bearer} if not set.
     *
     * @param scheme what stands before the key, or empty for the key alone
     */
    public Builder auth(String header, String scheme) {
      authHeader = foreign(matching("auth header", header, HEADER));
      authScheme = matching("auth scheme", scheme, SCHEME);
      return this;
    }

    /** Sends one more header with every call, at most {@value #MAX_HEADERS} of them. */
    public Builder header(String name, Secret value) {
      headers.put(foreign(matching("header", name, HEADER)), value);
      if (headers.size() > MAX_HEADERS) {
        throw new IllegalArgumentException("there are more than %d headers".formatted(MAX_HEADERS));
      }
      return this;
    }

    /** The formats it makes; all three if not set. */
    public Builder formats(Set<OutputFormat> formats) {
      if (formats.isEmpty()) {
        throw new IllegalArgumentException("formats is empty; name at least one");
      }
      this.formats = Set.copyOf(formats);
      return this;
    }

    /**
     * Whether {@code response_format: b64_json} is sent, which OpenAI's own GPT image models refuse
     * and some servers need; no if not set. What comes as an address all the same is fetched.
     */
    public Builder responseFormat(boolean send) {
      responseFormat = send;
      return this;
    }

    /** How it takes edits; {@link EditForm#NONE} if not set. */
    public Builder edits(EditForm edits) {
      this.edits = Objects.requireNonNull(edits);
      return this;
    }

    /** Whether it streams partial images as OpenAI does; no if not set. */
    public Builder streaming(boolean streaming) {
      this.streaming = streaming;
      return this;
    }

    /** The most images it makes in one call, 1 to 10; 10 if not set. */
    public Builder imagesPerCall(int images) {
      if (images < 1 || images > ImageRequest.MAX_IMAGES) {
        throw new IllegalArgumentException(
            "images per call %d is not 1 to %d".formatted(images, ImageRequest.MAX_IMAGES));
      }
      imagesPerCall = images;
      return this;
    }

    /**
     * The parameter that asks for thinking, such as {@code reasoning_effort}; if not set, thinking
     * is dropped, and said so.
     *
     * @param valueByLevel what to send for each level; off may be left out, and is not sent then
     */
    public Builder thinking(String parameter, Map<Thinking, String> valueByLevel) {
      matching("thinking parameter", parameter, PARAMETER);
      if (OWN_PARAMETERS.contains(parameter)) {
        throw new IllegalArgumentException(
            "thinking parameter '%s' is set by the request already".formatted(parameter));
      }
      Map<Thinking, String> values = new EnumMap<>(Thinking.class);
      for (Thinking level : Thinking.values()) {
        String value = valueByLevel.get(level);
        if (value != null) {
          values.put(level, matching("thinking value", value, VALUE));
        } else if (level != Thinking.OFF) {
          throw new IllegalArgumentException("thinking has no value for %s".formatted(level));
        }
      }
      thinkingParameter = parameter;
      thinkingValues = Map.copyOf(values);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if something required is missing
     */
    public OpenAiCompatibleOptions build() {
      CommonOptions common = common("models");
      if (priceList == null) {
        throw new IllegalStateException(
            "provider '%s' has no price list; name the one it bills by, such as openai"
                .formatted(common.name()));
      }
      return new OpenAiCompatibleOptions(this, common, priceList);
    }

    private static String foreign(String header) {
      if (OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("header '%s' is set already".formatted(header));
      }
      return header;
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
