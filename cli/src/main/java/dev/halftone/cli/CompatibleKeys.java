package dev.halftone.cli;

import dev.halftone.cli.ProviderSettings.Adapter;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.provider.EditForm;
import dev.halftone.provider.OpenAiCompatibleOptions;
import dev.halftone.provider.OpenAiCompatibleProvider;
import dev.halftone.provider.Secret;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of a host that speaks OpenAI's Images API. */
final class CompatibleKeys {
  /** Stands for an empty scheme, which would look like a mistake. */
  private static final String NO_SCHEME = "none";

  private CompatibleKeys() {}

  static OwnKeys read(YamlNode node) {
    OwnKeys.only(
        node,
        "base-url",
        "models",
        "price-list",
        "generations-path",
        "edits-path",
        "auth-header",
        "auth-scheme",
        "headers",
        "formats",
        "response-format",
        "edits",
        "streaming",
        "images-per-call",
        "thinking");
    OpenAiCompatibleOptions.Builder options = OpenAiCompatibleOptions.builder();
    node.get("base-url").text();
    node.set("base-url", Function.identity(), options::baseUrl);
    YamlNode group = node.get("models");
    Map<String, String> models = group.textsByName();
    if (models.isEmpty()) {
      throw group.wrong("names no model; write it like { gpt-image-2: its-name-there }");
    }
    group.check(() -> options.models(models));
    String priceList = node.get("price-list").text();
    node.set("price-list", Function.identity(), options::priceList);
    node.set("generations-path", Function.identity(), options::generationsPath);
    node.set("edits-path", Function.identity(), options::editsPath);
    auth(node, options);
    headers(node.find("headers"), options);
    formats(node.find("formats"), options);
    node.set("response-format", YamlNode::yesOrNo, options::responseFormat);
    node.set("edits", EditForm::parse, options::edits);
    node.set("streaming", YamlNode::yesOrNo, options::streaming);
    YamlNode images = node.find("images-per-call");
    if (images != null) {
      options.imagesPerCall(images.wholeNumber(1, ImageRequest.MAX_IMAGES));
    }
    thinking(node.find("thinking"), options);
    return new OwnKeys(
        options,
        new Adapter(
            priceList,
            models.keySet(),
            (vertx, all) -> OpenAiCompatibleProvider.create(vertx, options.build())));
  }

  private static void auth(YamlNode node, OpenAiCompatibleOptions.Builder options) {
    YamlNode header = node.find("auth-header");
    YamlNode scheme = node.find("auth-scheme");
    String name = header == null ? "Authorization" : header.text();
    String before = scheme == null ? "Bearer" : scheme.text();
    if (header != null) {
      header.check(() -> options.auth(name, ""));
    }
    if (scheme != null || header != null) {
      (scheme == null ? node : scheme)
          .check(() -> options.auth(name, before.equals(NO_SCHEME) ? "" : before));
    }
  }

  private static void headers(@Nullable YamlNode group, OpenAiCompatibleOptions.Builder options) {
    if (group != null) {
      group
          .members()
          .forEach((name, value) -> value.asSecret(text -> options.header(name, Secret.of(text))));
    }
  }

  private static void formats(@Nullable YamlNode list, OpenAiCompatibleOptions.Builder options) {
    if (list != null) {
      Set<OutputFormat> formats = new TreeSet<>();
      list.elements().forEach(one -> formats.add(one.as(OutputFormat::parse)));
      list.check(() -> options.formats(formats));
    }
  }

  private static void thinking(@Nullable YamlNode group, OpenAiCompatibleOptions.Builder options) {
    if (group == null) {
      return;
    }
    group.closed(Set.of("parameter", "values"));
    String parameter = group.get("parameter").text();
    Map<Thinking, String> values = new EnumMap<>(Thinking.class);
    YamlNode levels = group.get("values");
    levels.closed(Set.of("off", "low", "medium", "high"));
    levels.textsByName().forEach((level, value) -> values.put(Thinking.parse(level), value));
    group.check(() -> options.thinking(parameter, values));
  }
}
