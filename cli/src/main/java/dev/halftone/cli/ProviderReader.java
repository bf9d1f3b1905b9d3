package dev.halftone.cli;

import dev.halftone.provider.AzureApi;
import dev.halftone.provider.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code providers} of the configuration. */
final class ProviderReader {
  private static final Set<String> COMMON =
      Set.of(
          "type",
          "api-key",
          "max-in-flight",
          "requests-per-minute",
          "images-per-minute",
          "timeout",
          "prices",
          "regions",
          "download-hosts");
  private static final Map<ProviderType, Set<String>> OWN =
      Map.of(
          ProviderType.OPENAI,
          Set.of("base-url"),
          ProviderType.AZURE_FOUNDRY,
          Set.of("endpoint", "deployments", "api", "api-version"),
          ProviderType.VERCEL_AI_GATEWAY,
          Set.of("base-url"),
          ProviderType.FAL,
          Set.of("base-url"),
          ProviderType.WAVESPEED,
          Set.of("base-url"));

  /** Accepted by the contract; ignoring them would be worse than refusing. */
  private static final Map<String, String> NOT_YET =
      Map.of(
          "requests-per-minute", "max-in-flight, timeout, prices",
          "images-per-minute", "max-in-flight, timeout, prices",
          "regions", "max-in-flight, timeout, prices",
          "download-hosts", "max-in-flight, timeout, prices");

  private static final int MOST_IN_FLIGHT = 65_536;

  private ProviderReader() {}

  static List<ProviderSettings> read(YamlNode providers, Path folder) {
    List<ProviderSettings> read = new ArrayList<>();
    providers.members().forEach((name, node) -> read.add(provider(name, node, folder)));
    if (read.isEmpty()) {
      throw providers.wrong("names no provider; at least one is needed");
    }
    return read;
  }

  private static ProviderSettings provider(String name, YamlNode node, Path folder) {
    ProviderType type = node.get("type").as(ProviderType::parse);
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(OWN.getOrDefault(type, Set.of()));
    node.closed(known);
    node.refuse(NOT_YET);
    YamlNode address = node.find(type == ProviderType.AZURE_FOUNDRY ? "endpoint" : "base-url");
    if (address == null && type == ProviderType.AZURE_FOUNDRY) {
      throw node.wrong("'endpoint' is missing, such as https://NAME.openai.azure.com");
    }
    YamlNode api = node.find("api");
    YamlNode version = node.find("api-version");
    YamlNode inFlight = node.find("max-in-flight");
    YamlNode timeout = node.find("timeout");
    return new ProviderSettings(
        name,
        type,
        node.get("api-key").asSecret(Secret::of),
        address == null ? null : address.text(),
        type == ProviderType.AZURE_FOUNDRY ? deployments(node.get("deployments")) : Map.of(),
        api == null ? AzureApi.V1 : api.as(AzureApi::parse),
        version == null ? null : version.text(),
        inFlight == null ? null : (Integer) inFlight.wholeNumber(1, MOST_IN_FLIGHT),
        timeout == null ? null : timeout(timeout),
        prices(node.find("prices"), folder));
  }

  private static Duration timeout(YamlNode node) {
    return ConfigReader.positive(node);
  }

  private static Map<String, String> deployments(YamlNode node) {
    Map<String, String> deployments = new LinkedHashMap<>();
    node.members().forEach((model, name) -> deployments.put(model, name.text()));
    if (deployments.isEmpty()) {
      throw node.wrong("names no deployment; write it like { gpt-image-2: my-deployment }");
    }
    return deployments;
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
