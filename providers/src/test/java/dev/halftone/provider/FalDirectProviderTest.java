package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalDirectProviderTest extends JobProviderContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return FalProvider.create(
        vertx,
        FalOptions.builder()
            .key(Secret.of(KEY))
            .runUrl(origin)
            .direct(true)
            .fallback(true)
            .models(Set.of("gpt-image-2"))
            .maxInFlight(maxInFlight)
            .build());
  }

  @Override
  FailureTable table() {
    return FalFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    return "{\"images\":[%s]}".formatted(urls(images, "{\"url\":\"%s\"}"));
  }

  @Override
  ResponseDefinitionBuilder says(int status, String token) {
    return FalBodies.says(status, token);
  }

  @Override
  String error(String code, String message) {
    return "{\"detail\":\"%s\",\"error_type\":\"%s\"}".formatted(message, code);
  }

  @Override
  String number(int images) {
    return "\"num_images\":" + images;
  }

  @Override
  Billed billedFor(int status, Billed usual) {
    return status == 422 ? Billed.UNKNOWN : usual;
  }

  @Test
  void request_direct_isOneExchangeAndOneDownload() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().build()));
    assertThat(paths("POST")).containsExactly("/openai/gpt-image-2");
    assertThat(paths("GET")).containsExactly("/files/0");
    assertThat(all("POST").get(0).containsHeader("X-Fal-No-Retry")).isFalse();
    assertThat(all("POST").get(0).containsHeader("x-app-fal-disable-fallback")).isFalse();
    assertThat(all("GET").get(0).containsHeader("Authorization")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "422, content_policy_violation, , PROMPT_REFUSED, NEVER, UNKNOWN",
    "422, content_policy_violation, 0, PROMPT_REFUSED, NEVER, NO",
    "422, content_policy_violation, 0.22, PROMPT_REFUSED, NEVER, YES",
    "400, content_policy_violation, , PROMPT_REFUSED, NEVER, UNKNOWN",
    "422, no_media_generated, , PROMPT_REFUSED, NEVER, UNKNOWN",
    "422, image_too_small, , BAD_REQUEST, NEVER, NO",
    "422, image_too_large, , BAD_REQUEST, NEVER, NO",
    "422, file_too_large, , BAD_REQUEST, NEVER, NO",
    "422, image_load_error, , BAD_REQUEST, NEVER, NO",
    "422, file_download_error, , BAD_REQUEST, NEVER, NO",
    "422, greater_than, , BAD_REQUEST, NEVER, NO",
    "422, greater_than_equal, , BAD_REQUEST, NEVER, NO",
    "422, less_than, , BAD_REQUEST, NEVER, NO",
    "422, less_than_equal, , BAD_REQUEST, NEVER, NO",
    "422, multiple_of, , BAD_REQUEST, NEVER, NO",
    "422, sequence_too_short, , BAD_REQUEST, NEVER, NO",
    "422, sequence_too_long, , BAD_REQUEST, NEVER, NO",
    "422, missing, , BAD_REQUEST, NEVER, NO",
    "422, literal_error, , BAD_REQUEST, NEVER, NO",
    "422, value_error, , BAD_REQUEST, NEVER, NO",
    "422, something_new, , BAD_REQUEST, NEVER, UNKNOWN",
    "422, something_new, 0, BAD_REQUEST, NEVER, NO",
    "504, generation_timeout, , SERVER_ERROR, SAFE, NO",
    "504, generation_timeout, 0.1, SERVER_ERROR, UNSAFE, YES",
    "400, downstream_service_error, , SERVER_ERROR, UNSAFE, UNKNOWN",
    "400, downstream_service_error, 0, SERVER_ERROR, SAFE, NO",
    "500, downstream_service_error, , SERVER_ERROR, SAFE, NO",
    "504, downstream_service_error, , SERVER_ERROR, SAFE, NO",
    "500, downstream_service_unavailable, , OVERLOADED, SAFE, NO",
    "500, internal_server_error, , SERVER_ERROR, SAFE, NO",
    "504, internal_server_error, , SERVER_ERROR, SAFE, NO",
    "504, request_timeout, , OVERLOADED, SAFE, NO",
    "504, startup_timeout, , OVERLOADED, SAFE, NO",
    "503, runner_scheduling_failure, , OVERLOADED, SAFE, NO",
    "503, runner_connection_timeout, , OVERLOADED, SAFE, NO",
    "503, runner_connection_refused, , OVERLOADED, SAFE, NO",
    "503, runner_disconnected, , SERVER_ERROR, SAFE, NO",
    "503, runner_connection_error, , SERVER_ERROR, SAFE, NO",
    "503, runner_incomplete_response, , SERVER_ERROR, SAFE, NO",
    "500, internal_error, , SERVER_ERROR, SAFE, NO",
    "400, bad_request, , BAD_REQUEST, NEVER, NO",
    "499, client_disconnected, , CUT, UNSAFE, UNKNOWN",
    "400, client_cancelled, , TIMED_OUT, UNSAFE, UNKNOWN",
    "400, client_cancelled, 0, TIMED_OUT, SAFE, NO",
    "429, concurrent_requests_limit, , RATE_LIMITED, SAFE, NO",
  })
  void error_inEachOfItsShapes_isTold(
      int status, String type, @Nullable String units, Kind kind, Retry retry, Billed billed) {
    sentMayBeMany = true;
    String detail =
        "{\"detail\":[{\"loc\":[\"body\",1],\"msg\":\"m\",\"type\":\"%s\",\"input\":\"lighthouse\"}]}";
    for (String body :
        List.of(
            detail.formatted(type),
            "{\"detail\":\"lighthouse\",\"error_type\":\"%s\"}".formatted(type),
            "{\"detail\":\"only the header tells\"}")) {
      ResponseDefinitionBuilder answer =
          aResponse().withStatus(status).withHeader("X-Fal-Error-Type", type).withBody(body);
      answer(units == null ? answer : answer.withHeader("x-fal-billable-units", units));
      ProviderFailure failure = failure(call(request().build()));
      assertThat(failure.kind()).as(body).isEqualTo(kind);
      assertThat(failure.retry()).as(body).isEqualTo(retry);
      assertThat(failure.billed()).as(body).isEqualTo(billed);
      assertThat(failure.code()).isEqualTo(type);
      assertThat(failure.billedUnits())
          .isEqualTo(units == null ? null : BillableUnits.parse(units));
    }
  }

  @Test
  void error_ofAPartner_isFinalIfEitherHeaderSaysSo() {
    sentMayBeMany = true;
    String body = error("downstream_service_error", "m");
    for (String header : List.of("X-Fal-Retryable: false", "X-Fal-Needs-Retry: 0")) {
      String[] parts = header.split(": ", 2);
      answer(aResponse().withStatus(400).withHeader(parts[0], parts[1]).withBody(body));
      assertThat(failure(call(request().build())).kind()).isEqualTo(Kind.BAD_REQUEST);
    }
  }

  @Test
  void error_ofTheAccount_isTold() {
    sentMayBeMany = true;
    answer(
        aResponse()
            .withStatus(403)
            .withBody("{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"));
    assertThat(failure(call(request().build())).kind()).isEqualTo(Kind.OUT_OF_MONEY);
    answer(aResponse().withStatus(403).withBody("{\"detail\":\"Forbidden\"}"));
    assertThat(failure(call(request().build())).kind()).isEqualTo(Kind.BLOCKED);
    answer(aResponse().withStatus(401).withBody("{\"detail\":\"invalid key credentials\"}"));
    assertThat(failure(call(request().build())).kind()).isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void timeoutOfOurOwn_namedByAHeaderOnly_neverStarted() {
    answer(aResponse().withStatus(504).withHeader("X-Fal-Request-Timeout-Type", "user"));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
  }
}
