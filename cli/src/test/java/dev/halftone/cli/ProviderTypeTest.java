package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ImageProvider;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.Secret;
import dev.halftone.provider.VercelGatewayOptions;
import dev.halftone.provider.VercelGatewayProvider;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderTypeTest {
  private static final Set<String> MODELS = Set.of("gpt-image-2");

  /** Quotes are made without a provider, so what a type declares must be what its provider does. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void capabilities_declaredForQuotes_areThoseOfTheProvider(ProviderType type) throws Exception {
    Vertx vertx = Waiting.vertx();
    try {
      ImageProvider provider = provider(vertx, type);
      assertThat(type.capabilities(MODELS)).isEqualTo(provider.capabilities());
      assertThat(type.priceList()).isEqualTo(provider.priceList());
    } finally {
      Waiting.await(vertx.close());
    }
  }

  private static ImageProvider provider(Vertx vertx, ProviderType type) {
    Secret key = Secret.of("k");
    return switch (type) {
      case OPENAI ->
          OpenAiProvider.create(vertx, OpenAiOptions.builder().key(key).models(MODELS).build());
      case AZURE_FOUNDRY ->
          AzureFoundryProvider.create(
              vertx,
              AzureFoundryOptions.builder()
                  .key(key)
                  .endpoint("https://x.openai.azure.com")
                  .deployments(Map.of("gpt-image-2", "mine"))
                  .build());
      case VERCEL_AI_GATEWAY ->
          VercelGatewayProvider.create(
              vertx, VercelGatewayOptions.builder().key(key).models(MODELS).build());
      case FAL, WAVESPEED -> throw new IllegalArgumentException(type + " cannot be sent to");
    };
  }
}
