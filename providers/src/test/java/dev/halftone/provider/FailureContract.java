package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of a provider's table and every other way to fail, through the real adapter. */
abstract class FailureContract extends ProviderContract {
  private static final String UNKNOWN_CODE = "some_code";
  private static final Duration SHORT = Duration.ofMillis(150);

  /** To try rows that hold for any status with; none of them has a row for a page of HTML. */
  private static final List<Integer> STATUSES = List.of(400, 422, 429, 503, 599);

  /** What its errors mean. */
  abstract FailureTable table();

  /** What is known of the bill of an answer with an empty list of images. */
  Billed billedWithoutAny() {
    return Billed.UNKNOWN;
  }

  /** Whether images come in the answer itself, as OpenAI sends them. */
  boolean answersWithImages() {
    return true;
  }

  /** With how many statuses a row that holds for any is tried. */
  int triesOfARow() {
    return STATUSES.size();
  }

  /** The time by the clock of the provider. */
  Instant now() {
    return Instant.now();
  }

  /** An error in its envelope with a token where it puts it. */
  ResponseDefinitionBuilder says(int status, String token) {
    String error =
        switch (token) {
          case "param=model" -> "\"code\":\"invalid_value\",\"param\":\"model\"";
          case ErrorBody.FLAGGED -> "\"code\":403,\"metadata\":{\"reasons\":[\"violence\"]}";
          case "openrouter_in_flight_budget" ->
              "\"code\":402,\"metadata\":{\"limit_source\":\"%s\"}".formatted(token);
          case "ResponsibleAIPolicyViolation" ->
              "\"code\":\"BadRequest\",\"inner_error\":{\"code\":\"%s\"}".formatted(token);
          default -> "\"code\":null,\"type\":\"%s\"".formatted(token);
        };
    return aResponse().withStatus(status).withBody("{\"error\":{%s}}".formatted(error));
  }

  @TestFactory
  Stream<DynamicTest> rows_ofTheTable_areReachedAndMeanWhatTheySay() {
    sentMayBeMany = true;
    return table().rows().stream()
        .map(row -> dynamicTest(row.status() + " " + row.token(), () -> assertReached(row)));
  }

  private void assertReached(FailureRow row) {
    boolean own = !row.token().equals(FailureRow.ANYTHING);
    String token = row.token().equals(FailureRow.ENVELOPE) ? UNKNOWN_CODE : row.token();
    ErrorBody error = new ErrorBody(own, token, own ? Set.of(token) : Set.of(), "", 0, false, null);
    List<Integer> statuses =
        Stream.of(row.status() == FailureRow.ANY ? STATUSES : List.of(row.status()))
            .flatMap(List::stream)
            .filter(status -> table().find(status, error).equals(row))
            .limit(triesOfARow())
            .toList();
    assertThat(statuses).as("statuses that lead to the row").isNotEmpty();
    for (int status : statuses) {
      answer(own ? says(status, token) : aResponse().withStatus(status).withBody("<html>"));
      ProviderFailure failure = failure(call(request().build()));
      assertThat(failure).hasMessageEndingWith(": " + row.meaning());
      assertThat(failure.kind()).isEqualTo(row.kind());
      assertThat(failure.billed()).isEqualTo(FailureDocs.billed(row));
      assertThat(failure.retry()).isEqualTo(FailureDocs.retry(row));
      assertThat(failure.comeBackIn()).isEqualTo(row.comeBackIn());
    }
  }

  static Stream<ExchangeOutcome> outcomes() {
    return Stream.of(ExchangeOutcome.values()).filter(outcome -> outcome.test() == null);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcome_ofAnExchange_isTold(ExchangeOutcome outcome) throws Exception {
    boolean forImages =
        outcome == ExchangeOutcome.MADE_THEN_REFUSED || outcome == ExchangeOutcome.ALL_FILTERED;
    assumeTrue(answersWithImages() || !forImages);
    sentMayBeMany = true;
    ProviderFailure failure = bringAbout(outcome);
    assertThat(failure.kind()).isEqualTo(outcome.kind());
    assertThat(failure.retry()).isEqualTo(outcome.retry());
    Billed billed = outcome.isLost() ? billedWithoutImage() : outcome.billed();
    assertThat(failure.billed())
        .isEqualTo(outcome == ExchangeOutcome.NO_IMAGE ? billedWithoutAny() : billed);
  }

  private ProviderFailure bringAbout(ExchangeOutcome outcome) throws Exception {
    return switch (outcome) {
      case REFUSED_CONNECTION, FAILED_HANDSHAKE, NO_PLACE, NO_CONNECTION_IN_TIME -> unsent(outcome);
      case HUNG, CUT_BEFORE_HEAD, CUT_IN_HEAD, CUT_IN_BODY, CUT_BEFORE_LAST_BYTE, NOT_HTTP ->
          broken(outcome);
      case NO_ANSWER -> late();
      default -> {
        answer(answerOf(outcome));
        yield failure(call(request().build()));
      }
    };
  }

  private ProviderFailure unsent(ExchangeOutcome outcome) throws Exception {
    answer(aResponse().withFixedDelay(400).withBody(success(List.of(base64(PNG)))));
    return switch (outcome) {
      case REFUSED_CONNECTION -> failure("http://localhost:" + BrokenServer.freePort(), 1);
      case FAILED_HANDSHAKE -> failure("https://localhost:" + server.port(), 1);
      case NO_PLACE -> behindOthers(1 + HttpCalls.QUEUED_PER_CONNECTION, Duration.ofSeconds(3));
      default -> behindOthers(1, SHORT);
    };
  }

  /** A call while the only connection has so many others to serve. */
  private ProviderFailure behindOthers(int others, Duration timeout) {
    ImageProvider provider = provider(origin(), 1);
    try {
      for (int i = 0; i < others; i++) {
        provider.generate(call(request().build()));
      }
      return failure(provider, call(request().build(), "gpt-image-2", timeout));
    } finally {
      provider.close();
    }
  }

  private ProviderFailure broken(ExchangeOutcome outcome) throws Exception {
    String body = success(List.of(base64(PNG)));
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length());
    String sent =
        switch (outcome) {
          case CUT_BEFORE_HEAD -> "";
          case CUT_IN_HEAD -> head.substring(0, head.length() / 2);
          case CUT_BEFORE_LAST_BYTE -> head + body.substring(0, body.length() - 1);
          case NOT_HTTP -> "SSH-2.0-OpenSSH_9.2\r\n\r\n";
          default -> head + body.substring(0, body.length() / 2);
        };
    try (BrokenServer broken = new BrokenServer(sent, outcome != ExchangeOutcome.HUNG)) {
      ImageProvider provider = provider("http://localhost:" + broken.port(), 1);
      Duration timeout = outcome == ExchangeOutcome.HUNG ? SHORT : Duration.ofSeconds(3);
      try {
        return failure(provider, call(request().build(), "gpt-image-2", timeout));
      } finally {
        provider.close();
      }
    }
  }

  private ProviderFailure late() {
    answer(aResponse().withFixedDelay(400).withBody(success(List.of(base64(PNG)))));
    return failure(call(request().build(), "gpt-image-2", SHORT));
  }

  private ResponseDefinitionBuilder answerOf(ExchangeOutcome outcome) {
    String image = base64(PNG);
    String whole = success(List.of(image));
    ResponseDefinitionBuilder ok = aResponse().withStatus(200);
    return switch (outcome) {
      case RESET -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
      case PROXY_PAGE -> aResponse().withStatus(503).withBody("<html>503</html>");
      case PAGE_AS_SUCCESS -> ok.withBody("<html>who are you</html>");
      case EMPTY_BODY -> ok;
      case CUT_JSON -> ok.withBody(whole.substring(0, whole.length() / 2));
      case TOO_DEEP -> ok.withBody("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}");
      case ERROR_AS_SUCCESS -> ok.withBody(error(UNKNOWN_CODE, "no"));
      case REFUSAL_AS_SUCCESS -> says(200, "content_policy_violation");
      case NO_IMAGE -> ok.withBody(success(List.of()));
      case EMPTY_IMAGE -> ok.withBody(success(List.of("")));
      case TRUNCATED_IMAGE -> ok.withBody(success(List.of(image.substring(0, 13))));
      case INVALID_IMAGE -> ok.withBody(success(List.of("!!!!")));
      case WRONG_FORMAT -> ok.withBody(success(List.of(base64(new byte[] {'G', 'I', 'F', '8'}))));
      case REFUSED_IN_WORDS ->
          aResponse().withStatus(400).withBody(error("user_error", "safety_violations=[violence]"));
      case MADE_THEN_REFUSED ->
          aResponse()
              .withStatus(400)
              .withBody(error("contentFilter", "Generated image was filtered."));
      case ALL_FILTERED ->
          ok.withBody(
              "{\"created\":1,\"data\":[{\"content_filter_results\":{\"hate\":{\"filtered\":false},"
                  + "\"violence\":{\"filtered\":true,\"severity\":\"high\"}}}]}");
      case QUOTA_USED_UP ->
          aResponse().withStatus(429).withBody(error(UNKNOWN_CODE, "retry after 86400 seconds"));
      case MORE_THAN_A_LIMIT ->
          aResponse()
              .withStatus(429)
              .withBody(
                  error(
                      "rate_limit_exceeded",
                      "on input-images per min: Limit 5, Used 0, Requested 8. Try again in 12s"));
      default -> throw new IllegalArgumentException("nothing brings about " + outcome);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After: 7 | | PT7S",
        "Retry-After: 1.5 | | PT1.5S",
        "Retry-After: 0 | | PT0S",
        "retry-after-ms: 467; Retry-After: 9 | | PT0.467S",
        "Retry-After: Fri, 20 Nov 2015 11:00:00 GMT | | PT0S",
        "Retry-After: soon | try again in 12s | PT12S",
        "x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 6m0s | | PT6M",
        "x-ratelimit-remaining-images: 0; x-ratelimit-reset-images: 467ms | | PT0.467S",
        "x: y | Please try again in 12s. | PT12S",
        "x: y | Please retry after 16 seconds. | PT16S",
        "x: y | try again in 6m0s | PT6M",
        "x: y | try again in 467ms | PT0.467S",
        "Retry-After: 1800 | | PT10M",
        "Retry-After: 999999999999 | | PT10M",
        "Retry-After: Wed, 20 Nov 2126 11:00:00 GMT | | PT10M",
        "x: y | retry after 86400 seconds | PT10M",
        "Retry-After: -5 | | ",
        "Retry-After: 99999999999999999999 | | ",
        "Retry-After: 1e9 | | ",
        "Retry-After: Fri, 99 Nov 2026 11:00:00 GMT | | ",
        "x: y | try again later | ",
      })
  void wait_inAnyForm_isReadAndCapped(
      String headers, @Nullable String text, @Nullable Duration wait) {
    ResponseDefinitionBuilder answer =
        aResponse().withStatus(429).withBody(error(UNKNOWN_CODE, text == null ? "" : text));
    for (String header : headers.split("; ", -1)) {
      answer.withHeader(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    answer(answer);
    ErrorBody error = new ErrorBody(true, null, Set.of(UNKNOWN_CODE), "", 0, false, null);
    Duration usual = table().find(429, error).comeBackIn();
    assertThat(failure(call(request().build())).comeBackIn())
        .isEqualTo(wait == null ? usual : wait);
  }

  @Test
  void wait_untilADate_isCountedFromNow() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            now().plusSeconds(120).atOffset(ZoneOffset.UTC));
    answer(aResponse().withStatus(429).withHeader("Retry-After", date).withBody(error("x", "")));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.comeBackIn()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
  }

  private ProviderFailure failure(String origin, int maxInFlight) {
    ImageProvider provider = provider(origin, maxInFlight);
    try {
      return failure(provider, call(request().build()));
    } finally {
      provider.close();
    }
  }

  private static ProviderFailure failure(ImageProvider provider, ProviderCall call) {
    try {
      throw new AssertionError("no failure but " + await(provider.generate(call)));
    } catch (ProviderFailure failure) {
      return failure;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
