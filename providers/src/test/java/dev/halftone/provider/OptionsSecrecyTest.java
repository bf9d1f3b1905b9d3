package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsSecrecyTest {
  private static final String KEY = "sk-5ecret-5ecret-5ecret";
  private static final Set<String> MODELS = Set.of("gpt-image-2");

  static List<Object> options() {
    return List.of(
        keyed(OpenAiOptions.builder().models(MODELS)).build(),
        keyed(OpenAiResponsesOptions.builder().models(MODELS)).build(),
        keyed(
                AzureFoundryOptions.builder()
                    .endpoint("https://one.openai.azure.com")
                    .deployments(Map.of("gpt-image-2", "gpt-image-2")))
            .build(),
        keyed(VercelGatewayOptions.builder().models(MODELS)).build(),
        keyed(FalOptions.builder().models(MODELS)).build(),
        keyed(WaveSpeedOptions.builder().models(MODELS)).build(),
        keyed(OpenRouterOptions.builder().models(MODELS)).build(),
        keyed(
                OpenAiCompatibleOptions.builder()
                    .name("other")
                    .baseUrl("https://images.example.com/v1")
                    .priceList("openai")
                    .models(Map.of("gpt-image-2", "gpt-image-2")))
            .build());
  }

  @ParameterizedTest
  @MethodSource("options")
  void toString_anyOptions_showsNoKey(Object options) {
    assertThat(options.toString()).isNotBlank().doesNotContain("5ecret");
  }

  private static <B extends OptionsBuilder<B>> B keyed(B options) {
    return options.key(Secret.of(KEY));
  }
}
