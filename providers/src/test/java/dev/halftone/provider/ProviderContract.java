package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider promises, at the least. */
abstract class ProviderContract extends ProviderHarness {
  /** A success in the provider's format; each image is text as it goes into the JSON. */
  abstract String success(List<String> images);

  /** An error in the provider's envelope. */
  abstract String error(String code, String message);

  /** How it writes that it wants so many images. */
  String number(int images) {
    return "\"n\":" + images;
  }

  /** Whether an error with this status and a code that nobody knows is billed. */
  Billed billedFor(int status, Billed usual) {
    return usual;
  }

  /** Whether a success that brings no usable image is billed. */
  Billed billedWithoutImage() {
    return Billed.UNKNOWN;
  }

  @Test
  void generate_oneImage_bringsItsBytes() throws Exception {
    answer(aResponse().withStatus(200).withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().build()));
    assertThat(answer.images()).hasSize(1);
    GeneratedImage image = answer.images().get(0);
    assertThat(image.bytes().getBytes()).isEqualTo(PNG);
    assertThat(image.format()).isEqualTo(OutputFormat.PNG);
    assertThat(requests()).hasSize(1);
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getMethod().getName()).isEqualTo("POST");
    assertThat(sent.header("Content-Type").firstValue()).isEqualTo("application/json");
    assertThat(sent.header("Content-Length").firstValue())
        .isEqualTo(Integer.toString(sent.getBody().length));
    assertThat(sent.getBodyAsString())
        .doesNotContain("response_format", "seed", "thinking", "reasoning");
  }

  @Test
  void generate_largeImage_arrivesWhole() throws Exception {
    byte[] large = Arrays.copyOf(PNG, 5_000_001);
    for (int i = PNG.length; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >> 3);
    }
    answer(aResponse().withBody(success(List.of(base64(large)))));
    assertThat(get(call(request().build())).images().get(0).bytes().getBytes()).isEqualTo(large);
  }

  @Test
  void generate_threeImages_bringsThreeAndFewerAreAccepted() throws Exception {
    sentMayBeMany = true;
    ImageRequest three = request().n(3).build();
    answer(
        aResponse()
            .withBody(success(Collections.nCopies(3, base64(PNG))))
            .withChunkedDribbleDelay(7, 50));
    assertThat(get(call(three)).images()).hasSize(3);
    answer(aResponse().withBody(success(Collections.nCopies(2, base64(JPEG)))));
    assertThat(get(call(three)).images())
        .extracting(GeneratedImage::format)
        .containsExactly(OutputFormat.JPEG, OutputFormat.JPEG);
    assertThat(requests()).allMatch(sent -> sent.getBodyAsString().contains(number(3)));
  }

  @Test
  void generate_manyAtOnce_eachIsSentOnce() throws Exception {
    sentMayBeMany = true;
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ImageProvider provider = provider(origin(), 3);
    List<Future<ProviderAnswer>> all =
        Collections.nCopies(12, request().build()).stream()
            .map(request -> provider.generate(call(request)))
            .toList();
    for (Future<ProviderAnswer> one : all) {
      assertThat(await(one).images()).hasSize(1);
    }
    assertThat(requests()).hasSize(12);
    provider.close();
  }

  @Test
  void generate_moreThanMayWait_failsNeverSent() throws Exception {
    sentMayBeMany = true;
    answer(aResponse().withBody(success(List.of(base64(PNG)))).withFixedDelay(150));
    ImageProvider provider = provider(origin(), 1);
    List<Future<ProviderAnswer>> all =
        Collections.nCopies(20, request().build()).stream()
            .map(request -> provider.generate(call(request)))
            .toList();
    int made = 0;
    for (Future<ProviderAnswer> one : all) {
      try {
        await(one);
        made++;
      } catch (ProviderFailure failure) {
        assertThat(failure.kind()).isEqualTo(Kind.NEVER_SENT);
      }
    }
    assertThat(requests()).hasSize(made);
    assertThat(made).isBetween(1, 10);
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, NEVER, NO",
    "401, UNAUTHORIZED, SAFE, NO",
    "402, OUT_OF_MONEY, SAFE, NO",
    "403, BLOCKED, SAFE, NO",
    "404, NOT_FOUND, SAFE, NO",
    "405, NOT_FOUND, SAFE, NO",
    "408, TIMED_OUT, UNSAFE, UNKNOWN",
    "409, OVERLOADED, SAFE, NO",
    "413, BAD_REQUEST, NEVER, NO",
    "422, BAD_REQUEST, NEVER, NO",
    "429, RATE_LIMITED, SAFE, NO",
    "431, BAD_REQUEST, NEVER, NO",
    "500, SERVER_ERROR, SAFE, NO",
    "502, BAD_ANSWER, UNSAFE, UNKNOWN",
    "503, OVERLOADED, SAFE, NO",
    "504, BAD_ANSWER, UNSAFE, UNKNOWN",
    "200, BAD_ANSWER, UNSAFE, UNKNOWN",
  })
  void error_inItsEnvelope_isTold(int status, Kind kind, Retry retry, Billed billed) {
    String text = "%s says %s is wrong".formatted(PROMPT.replace("\"", ""), KEY);
    answer(aResponse().withStatus(status).withBody(error("some_code", text)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billedFor(status, billed));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEqualTo("some_code");
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageContaining("some_code");
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void error_withKeyOrPromptAsItsCode_doesNotRepeatThem() {
    sentMayBeMany = true;
    for (String code : List.of(KEY, "Bearer " + KEY, PROMPT.replace("\"", ""), "x" + KEY)) {
      answer(aResponse().withStatus(400).withBody(error(code, "no")));
      assertThat(failure(call(request().build())).code()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, BAD_ANSWER, UNKNOWN",
    "400, BAD_REQUEST, NO",
    "409, BAD_ANSWER, UNKNOWN",
    "429, RATE_LIMITED, NO",
    "500, BAD_ANSWER, UNKNOWN",
    "502, BAD_ANSWER, UNKNOWN",
    "503, BAD_ANSWER, UNKNOWN",
    "504, BAD_ANSWER, UNKNOWN",
    "599, BAD_ANSWER, UNKNOWN",
  })
  void proxy_answeringInItsPlace_isNotTrusted(int status, Kind kind, Billed billed) {
    sentMayBeMany = true;
    for (String body : List.of("<html><h1>\"Bad\" {gateway}</h1></html>", "", "null", "[]")) {
      answer(aResponse().withStatus(status).withBody(body));
      ProviderFailure failure = failure(call(request().build()));
      assertThat(failure.kind()).as(body).isEqualTo(kind);
      assertThat(failure.billed()).as(body).isEqualTo(billed);
    }
  }

  @ParameterizedTest
  @CsvSource({"301, NOT_FOUND", "302, NOT_FOUND", "303, BAD_ANSWER", "307, NOT_FOUND"})
  void redirect_isNeverFollowed(int status, Kind kind) {
    answer(aResponse().withStatus(status).withHeader("Location", origin() + "/elsewhere"));
    assertThat(failure(call(request().build())).kind()).isEqualTo(kind);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "!!!!", "QUJD", "Q", "https://x/y.png", "\\ud83d", "PHN2Zz48L3N2Zz4="})
  void success_withoutUsableImage_isProbablyBilled(String image) {
    answer(aResponse().withStatus(200).withBody(success(List.of(image))));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(failure.billed()).isEqualTo(billedWithoutImage());
  }

  @Test
  void success_cutShortOrEmpty_isProbablyBilled() {
    sentMayBeMany = true;
    String whole = success(List.of(base64(PNG)));
    for (String body :
        List.of(
            whole.substring(0, whole.length() / 2), whole + "}", success(List.of()), "{}", "{{")) {
      answer(aResponse().withStatus(200).withBody(body));
      assertThat(failure(call(request().build())).kind()).as(body).isEqualTo(Kind.BAD_ANSWER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECTION_RESET_BY_PEER",
        "EMPTY_RESPONSE",
        "MALFORMED_RESPONSE_CHUNK",
        "RANDOM_DATA_THEN_CLOSE"
      })
  void connection_breaking_leavesTheBillUnknown(Fault fault) {
    answer(aResponse().withFault(fault));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isIn(Kind.CUT, Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @Test
  void answer_tooLate_leavesTheBillUnknown() {
    answer(aResponse().withBody(success(List.of(base64(PNG)))).withFixedDelay(600));
    ProviderFailure failure =
        failure(call(request().build(), "gpt-image-2", Duration.ofMillis(150)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @Test
  void attemptId_noHeaderCanCarry_isNotSent() {
    ProviderFailure failure =
        failure(
            new ProviderCall(
                "a\r\nb: c",
                request().build(),
                "gpt-image-2",
                Quality.LOW,
                Thinking.OFF,
                Duration.ofSeconds(3)));
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(requests()).isEmpty();
  }

  @Test
  void request_itCannotServe_isNotSent() {
    ProviderFailure failure = failure(call(request().build(), "no-model", Duration.ofSeconds(2)));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("no-model").hasMessageContaining("gpt-image-2");
    assertThat(requests()).isEmpty();
  }
}
