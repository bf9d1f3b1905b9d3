package dev.halftone.cli;

import dev.halftone.image.DataRule;
import dev.halftone.image.Quota;
import dev.halftone.provider.OptionsBuilder;
import dev.halftone.provider.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code providers} of the configuration: the keys that all of them have. */
final class ProviderReader {
  /** What every type knows, besides its own keys. */
  static final Set<String> COMMON =
      Set.of(
          "type",
          "api-key",
          "max-in-flight",
          "requests-per-minute",
          "images-per-minute",
          "input-images-per-minute",
          "tokens-per-minute",
          "timeout",
          "prices",
          "regions",
          "data-rules",
          "download-hosts",
          "max-response-bytes",
          "max-image-bytes",
          "max-event-bytes",
          "log-prompts");

  private static final int MOST_IN_FLIGHT = 65_536;

  private ProviderReader() {}

  static List<ProviderSettings> read(YamlNode providers, Path folder, InstantSource clock) {
    List<ProviderSettings> read = new ArrayList<>();
    providers.members().forEach((name, node) -> read.add(provider(name, node, folder, clock)));
    if (read.isEmpty()) {
      throw providers.wrong("names no provider; at least one is needed");
    }
    return read;
  }

  private static ProviderSettings provider(
      String name, YamlNode node, Path folder, InstantSource clock) {
    ProviderType type = node.get("type").as(ProviderType::parse);
    OwnKeys own = OwnKeys.read(type, node);
    Secret key = node.get("api-key").asSecret(Secret::of);
    OptionsBuilder<?> options = own.options();
    node.check(() -> options.name(name));
    options.key(key).clock(clock);
    common(options, node);
    YamlNode address = node.find(type == ProviderType.AZURE_FOUNDRY ? "endpoint" : "base-url");
    YamlNode timeout = node.find("timeout");
    return new ProviderSettings(
        name,
        type,
        key,
        address == null ? null : address.text(),
        timeout == null ? null : ConfigReader.positive(timeout),
        prices(node.find("prices"), folder),
        own.adapter());
  }

  private static void common(OptionsBuilder<?> options, YamlNode node) {
    YamlNode inFlight = node.find("max-in-flight");
    if (inFlight != null) {
      options.maxInFlight(inFlight.wholeNumber(1, MOST_IN_FLIGHT));
    }
    options.quota(
        new Quota(
            perMinute(node.find("requests-per-minute")),
            perMinute(node.find("images-per-minute")),
            perMinute(node.find("input-images-per-minute")),
            perMinute(node.find("tokens-per-minute"))));
    Function<String, Duration> duration = Durations::parse;
    node.set("timeout", duration, options::timeout);
    YamlNode hosts = node.find("download-hosts");
    if (hosts != null) {
      Set<String> names = Set.copyOf(hosts.texts());
      hosts.check(() -> options.downloadHosts(names));
    }
    YamlNode regions = node.find("regions");
    if (regions != null) {
      Set<String> names = Set.copyOf(regions.texts());
      regions.check(() -> options.regions(names));
    }
    YamlNode rules = node.find("data-rules");
    if (rules != null) {
      options.dataRules(dataRules(rules));
    }
    node.set("max-response-bytes", ConfigReader::bytes, options::maxResponseBytes);
    node.set("max-image-bytes", ConfigReader::bytes, options::maxImageBytes);
    node.set("max-event-bytes", ConfigReader::bytes, options::maxEventBytes);
    node.set("log-prompts", YamlNode::yesOrNo, options::logPrompts);
  }

  static Set<DataRule> dataRules(YamlNode node) {
    Set<DataRule> rules = EnumSet.noneOf(DataRule.class);
    node.elements().forEach(one -> rules.add(one.as(DataRule::parse)));
    return rules;
  }

  private static @Nullable Long perMinute(@Nullable YamlNode node) {
    return node == null ? null : (Long) (long) node.wholeNumber(1, Integer.MAX_VALUE);
  }

  private static @Nullable Path prices(@Nullable YamlNode node, Path folder) {
    if (node == null) {
      return null;
    }
    Path file = folder.resolve(node.text());
    if (!Files.isRegularFile(file)) {
      throw node.wrong("'%s' is not a file".formatted(node.text()));
    }
    return file;
  }
}
