package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Usage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureFoundryProviderTest extends StreamContract {
  private AzureApi api = AzureApi.V1;
  private @Nullable String apiVersion;

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return AzureFoundryProvider.create(
        vertx,
        AzureFoundryOptions.builder()
            .name("azure-se")
            .key(Secret.of(KEY))
            .endpoint(origin)
            .deployments(Map.of("gpt-image-2", "img-2_a"))
            .api(api)
            .apiVersion(apiVersion)
            .maxInFlight(maxInFlight)
            .build());
  }

  @Override
  FailureTable table() {
    return AzureFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    return OpenAiBodies.success(images, OpenAiBodies.USAGE);
  }

  @Override
  String error(String code, String message) {
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message);
  }

  @Override
  List<String> events(boolean edit, List<String> partials, @Nullable String completed) {
    return OpenAiBodies.events(edit, partials, completed);
  }

  @ParameterizedTest
  @CsvSource({
    "V1, , /openai/v1/images/generations",
    "V1, preview, /openai/v1/images/generations?api-version=preview",
    "DEPLOYMENTS, , /openai/deployments/img-2_a/images/generations?api-version=2025-04-01-preview",
    "DEPLOYMENTS, 2024-02-01, /openai/deployments/img-2_a/images/generations?api-version=2024-02-01",
  })
  void request_inEitherForm_namesTheDeployment(AzureApi form, @Nullable String version, String url)
      throws Exception {
    api = form;
    apiVersion = version;
    answer(
        aResponse().withHeader("apim-request-id", "a-1").withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo(url);
    assertThat(sent.header("api-key").firstValue()).isEqualTo(KEY);
    assertThat(sent.containsHeader("Authorization")).isFalse();
    assertThat(sent.header("x-ms-client-request-id").firstValue()).isEqualTo("attempt-17");
    assertThat(sent.getHeaders().size()).isLessThanOrEqualTo(10);
    assertThat(sent.getBodyAsString()).contains("\"model\":\"img-2_a\"");
    assertThat(answer.requestId()).isEqualTo("a-1");
    assertThat(answer.usage()).isEqualTo(new Usage(24, 0, 1756, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"code\":\"content_policy_violation\",\"type\":\"invalid_request_error\",\"param\":\"prompt\",\"message\":\"m\",\"inner_error\":{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_results\":{}}}}|NO",
        "{\"error\":{\"code\":\"moderation_blocked\",\"type\":\"image_generation_user_error\",\"param\":null,\"message\":\"safety_violations=[violence]\"}}|NO",
        "{\"created\":1,\"error\":{\"code\":\"contentFilter\",\"message\":\"Your task failed as a result of our safety system.\"}}|NO",
        "{\"created\":1,\"error\":{\"code\":\"contentFilter\",\"message\":\"Generated image was filtered as a result of our safety system.\"}}|UNKNOWN",
        "{\"error\":{\"code\":\"content_filter\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{}}}}|NO",
        "{\"error\":{\"code\":\"BadRequest\",\"inner_error\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}|NO",
      })
  void refusal_inAnyShape_isARefusal(String body, Billed billed) {
    answer(aResponse().withStatus(400).withBody(body));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.PROMPT_REFUSED);
    assertThat(failure.retry()).isEqualTo(Retry.NEVER);
    assertThat(failure.billed()).isEqualTo(billed);
  }

  @ParameterizedTest
  @CsvSource({
    "429, RateLimitReached, Please retry after 16 seconds., RATE_LIMITED, 16",
    "429, 429, Try again in 2 seconds, RATE_LIMITED, 2",
    "429, 429, Please retry after 86400 seconds., OUT_OF_MONEY, 600",
    "429, 429, , RATE_LIMITED, ",
    "401, 401, Access denied, UNAUTHORIZED, ",
    "403, Forbidden, This resource is temporarily blocked, BLOCKED, ",
    "404, DeploymentNotFound, no, NOT_FOUND, ",
    "404, 404, Resource not found, NOT_FOUND, ",
    "500, InternalServerError, no, SERVER_ERROR, ",
  })
  void error_ofAzure_isTold(
      int status, String code, @Nullable String message, Kind kind, @Nullable Long seconds) {
    answer(
        aResponse()
            .withStatus(status)
            .withHeader("apim-request-id", "a-2")
            .withBody(error(code, message == null ? "" : message)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.requestId()).isEqualTo("a-2");
    assertThat(failure.comeBackIn())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  void webp_isNotAskedFor() {
    ProviderFailure failure = failure(call(request().outputFormat(OutputFormat.WEBP).build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
    assertThat(requests()).isEmpty();
  }

  @Test
  void options_wrong_sayWhatIsAllowed() {
    AzureFoundryOptions.Builder builder = AzureFoundryOptions.builder();
    assertThatThrownBy(() -> builder.endpoint("https://x.openai.azure.com/openai/v1"))
        .hasMessageContaining("must end before /openai");
    assertThatThrownBy(() -> builder.deployments(Map.of("gpt-image-2", "a/b")))
        .hasMessageContaining("deployment 'a/b' does not match");
    assertThatThrownBy(() -> builder.apiVersion("latest")).hasMessageContaining("api-version");
    assertThatThrownBy(() -> builder.key(Secret.of("k")).build())
        .hasMessage("provider 'azure-foundry' has no deployments");
    assertThatThrownBy(() -> builder.deployments(Map.of("m", "d")).build())
        .hasMessage("provider 'azure-foundry' has no endpoint");
    assertThat(AzureApi.parse("Deployments")).isEqualTo(AzureApi.DEPLOYMENTS);
    assertThatThrownBy(() -> AzureApi.parse("v2")).hasMessageContaining("v1, deployments");
  }
}
