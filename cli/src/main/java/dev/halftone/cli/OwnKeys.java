package dev.halftone.cli;

import dev.halftone.cli.ProviderSettings.Adapter;
import dev.halftone.cli.ProviderSettings.Maker;
import dev.halftone.provider.AzureApi;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.provider.FalOptions;
import dev.halftone.provider.FalProvider;
import dev.halftone.provider.OpenAiBatches;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.OpenAiResponsesOptions;
import dev.halftone.provider.OpenAiResponsesProvider;
import dev.halftone.provider.OpenRouterOptions;
import dev.halftone.provider.OpenRouterProvider;
import dev.halftone.provider.OptionsBuilder;
import dev.halftone.provider.VercelApi;
import dev.halftone.provider.VercelGatewayOptions;
import dev.halftone.provider.VercelGatewayProvider;
import dev.halftone.provider.WaveSpeedOptions;
import dev.halftone.provider.WaveSpeedProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The keys that one type of provider has for itself, read into its options; what an option refuses
 * is told with the line where it stands.
 *
 * @param options to add what every provider has
 */
record OwnKeys(OptionsBuilder<?> options, Adapter adapter) {
  private static final String BASE_URL = "base-url";

  static OwnKeys read(ProviderType type, YamlNode node) {
    return switch (type) {
      case OPENAI -> openAi(node);
      case OPENAI_RESPONSES -> responses(node);
      case AZURE_FOUNDRY -> azure(node);
      case VERCEL_AI_GATEWAY -> vercel(node);
      case FAL -> fal(node);
      case WAVESPEED -> waveSpeed(node);
      case OPENROUTER -> openRouter(node);
      case OPENAI_COMPATIBLE -> CompatibleKeys.read(node);
    };
  }

  /** Refuses every key that is neither of these nor one that all providers have. */
  static void only(YamlNode node, String... own) {
    Set<String> known = new HashSet<>(ProviderReader.COMMON);
    known.addAll(List.of(own));
    node.closed(known);
  }

  private static OwnKeys openAi(YamlNode node) {
    only(node, BASE_URL, "json-edits", "batch");
    OpenAiOptions.Builder options = OpenAiOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("json-edits", YamlNode::yesOrNo, options::jsonEdits);
    YamlNode batch = node.find("batch");
    return new OwnKeys(
        options,
        new Adapter(
            "openai",
            Set.of(),
            (vertx, models) -> OpenAiProvider.create(vertx, options.models(models).build()),
            batch != null && batch.as(YamlNode::yesOrNo)
                ? (vertx, models) -> OpenAiBatches.create(vertx, options.models(models).build())
                : null));
  }

  private static OwnKeys responses(YamlNode node) {
    only(node, BASE_URL, "text-model");
    OpenAiResponsesOptions.Builder options = OpenAiResponsesOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("text-model", Function.identity(), options::textModel);
    return everyModel(
        options,
        "openai-responses",
        (vertx, models) -> OpenAiResponsesProvider.create(vertx, options.models(models).build()));
  }

  private static OwnKeys azure(YamlNode node) {
    only(node, "endpoint", "deployments", "api", "api-version");
    if (node.find("endpoint") == null) {
      throw node.wrong("'endpoint' is missing, such as https://NAME.openai.azure.com");
    }
    AzureFoundryOptions.Builder options = AzureFoundryOptions.builder();
    node.set("endpoint", Function.identity(), options::endpoint);
    YamlNode group = node.get("deployments");
    Map<String, String> deployments = group.textsByName();
    if (deployments.isEmpty()) {
      throw group.wrong("names no deployment; write it like { gpt-image-2: my-deployment }");
    }
    group.check(() -> options.deployments(deployments));
    node.set("api", AzureApi::parse, options::api);
    node.set("api-version", Function.identity(), options::apiVersion);
    return new OwnKeys(
        options,
        new Adapter(
            "azure-foundry",
            deployments.keySet(),
            (vertx, models) -> AzureFoundryProvider.create(vertx, options.build())));
  }

  private static OwnKeys vercel(YamlNode node) {
    only(node, BASE_URL, "api", "only-providers");
    VercelGatewayOptions.Builder options = VercelGatewayOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("api", VercelApi::parse, options::api);
    YamlNode only = node.find("only-providers");
    if (only != null) {
      List<String> names = only.texts();
      only.check(() -> options.onlyProviders(names));
    }
    return everyModel(
        options,
        "vercel-ai-gateway",
        (vertx, models) -> VercelGatewayProvider.create(vertx, options.models(models).build()));
  }

  private static OwnKeys fal(YamlNode node) {
    only(node, BASE_URL, "run-url", "direct", "start-timeout", "fallback");
    FalOptions.Builder options = FalOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("run-url", Function.identity(), options::runUrl);
    node.set("direct", YamlNode::yesOrNo, options::direct);
    node.set("start-timeout", Durations::parse, options::startTimeout);
    node.set("fallback", YamlNode::yesOrNo, options::fallback);
    return everyModel(
        options,
        "fal",
        (vertx, models) -> FalProvider.create(vertx, options.models(models).build()));
  }

  private static OwnKeys waveSpeed(YamlNode node) {
    only(node, BASE_URL, "sync-mode", "base64-output");
    WaveSpeedOptions.Builder options = WaveSpeedOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("sync-mode", YamlNode::yesOrNo, options::syncMode);
    node.set("base64-output", YamlNode::yesOrNo, options::base64Output);
    return everyModel(
        options,
        "wavespeed",
        (vertx, models) -> WaveSpeedProvider.create(vertx, options.models(models).build()));
  }

  private static OwnKeys openRouter(YamlNode node) {
    only(node, BASE_URL, "price-list");
    OpenRouterOptions.Builder options = OpenRouterOptions.builder();
    node.set(BASE_URL, Function.identity(), options::baseUrl);
    node.set("price-list", Function.identity(), options::priceList);
    YamlNode list = node.find("price-list");
    return everyModel(
        options,
        list == null ? "openai" : list.text(),
        (vertx, models) -> OpenRouterProvider.create(vertx, options.models(models).build()));
  }

  private static OwnKeys everyModel(OptionsBuilder<?> options, String priceList, Maker maker) {
    return new OwnKeys(options, new Adapter(priceList, Set.of(), maker));
  }
}
