package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Azure with Entra tokens: the contract holds for them as for keys. */
class EntraProviderTest extends StreamContract {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final AtomicInteger asked = new AtomicInteger();
  private TokenSource source =
      () -> {
        asked.incrementAndGet();
        return Future.succeededFuture(new AccessToken(Secret.of(KEY), NOW.plusSeconds(3600)));
      };

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return AzureFoundryProvider.create(
        vertx, options(origin).tokens(source).maxInFlight(maxInFlight).build());
  }

  private static AzureFoundryOptions.Builder options(String origin) {
    return AzureFoundryOptions.builder()
        .name("azure-se")
        .endpoint(origin + "/api/projects/p1")
        .deployments(Map.of("gpt-image-2", "img-2"))
        .clock(() -> NOW);
  }

  @Override
  Instant now() {
    return NOW;
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

  @Test
  void request_withTokens_carriesTheTokenAndNoKey() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/api/projects/p1/openai/v1/images/generations");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.containsHeader("api-key")).isFalse();
    assertThat(sent.getHeaders().size()).isLessThanOrEqualTo(10);
  }

  @Test
  void token_refusedOnce_isAskedForAnewByTheNextCall() throws Exception {
    ImageProvider provider = provider(origin(), 2);
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    generate(provider);
    server.resetRequests();
    answer(aResponse().withStatus(401).withBody(error("401", "expired")));
    assertThatThrownBy(() -> generate(provider)).hasRootCauseInstanceOf(ProviderFailure.class);
    assertThat(asked).hasValue(1);
    server.resetRequests();
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    generate(provider);
    assertThat(asked).hasValue(2);
    provider.close();
  }

  @Test
  void source_failing_isUnauthorizedAndNeverSent() {
    source = () -> Future.failedFuture(new IllegalStateException("secret " + KEY));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure).hasMessage("azure-se: not sent: no token (IllegalStateException)");
    assertThat(failure.getCause()).isNull();
    assertThat(requests()).isEmpty();
  }

  @Test
  void source_givingAnExpiredToken_isUnauthorizedAndNeverSent() {
    source = () -> Future.succeededFuture(new AccessToken(Secret.of(KEY), NOW));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(requests()).isEmpty();
  }

  @Test
  void source_saying_nothing_isGivenUpWithTheCall() {
    source = () -> Promise.<AccessToken>promise().future();
    ProviderFailure failure =
        failure(call(request().build(), "gpt-image-2", Duration.ofMillis(50)));
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure).hasMessageContaining(TimeoutException.class.getSimpleName());
    assertThat(requests()).isEmpty();
  }

  @Test
  void options_withKeyAndTokens_areRefused() {
    AzureFoundryOptions.Builder both = options("https://x").tokens(source).key(Secret.of("k"));
    assertThatThrownBy(both::build)
        .hasMessage("provider 'azure-se' has a key and tokens; give one of them");
    AzureFoundryOptions.Builder tokens = options("https://x").tokens(source);
    assertThat(tokens.build().toString()).isEqualTo(tokens.build().toString());
    assertThatThrownBy(options("https://x")::build).hasMessage("provider 'azure-se' has no key");
    assertThat(new AccessToken(Secret.of(KEY), NOW).toString()).doesNotContain(KEY);
  }

  private static void generate(ImageProvider provider) throws Exception {
    provider
        .generate(call(request().build()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
  }
}
