package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider promises about partial images, as far as its capabilities declare them. */
abstract class StreamContract extends EditContract {
  private final List<PartialImage> partials = new CopyOnWriteArrayList<>();
  private final List<@Nullable Context> contexts = new CopyOnWriteArrayList<>();

  /**
   * The events of a streamed answer in the provider's format, each with what ends it.
   *
   * @param partials each as text that goes into the JSON
   * @param completed likewise, or null if the final image does not come
   */
  List<String> events(boolean edit, List<String> partials, @Nullable String completed) {
    throw new UnsupportedOperationException("a provider of partial images says how it streams");
  }

  @BeforeEach
  void streams() {
    partials.clear();
  }

  final void assumeStreams() {
    assumeTrue(capabilities().honoured().contains(Parameter.PARTIAL_IMAGES));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stream_withPartialImages_handsThemOnAndBringsTheFinalOne(boolean edit) throws Exception {
    assumeStreams();
    assumeTrue(!edit || capabilities().inputImages() > 0);
    stream(events(edit, List.of(base64(JPEG), base64(PNG)), base64(PNG)));
    ProviderAnswer answer = get(streamed(edit));
    assertThat(answer.images()).extracting(image -> image.bytes().getBytes()).containsExactly(PNG);
    assertThat(answer.images().get(0).format()).isEqualTo(OutputFormat.PNG);
    assertThat(partials).extracting(PartialImage::index).containsExactly(0, 1);
    assertThat(partials)
        .extracting(PartialImage::format)
        .containsExactly(OutputFormat.JPEG, OutputFormat.PNG);
    assertThat(partials.get(0).bytes().getBytes()).isEqualTo(JPEG);
  }

  @Test
  void stream_withoutPartialImagesAskedFor_isNotAskedFor() throws Exception {
    assumeStreams();
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().build()));
    assertThat(requests().get(0).getBodyAsString()).doesNotContain("stream", "partial_images");
  }

  @Test
  void stream_withFewerOrUnreadablePartialImages_bringsTheFinalOne() throws Exception {
    assumeStreams();
    sentMayBeMany = true;
    stream(events(false, List.of(), base64(PNG)));
    assertThat(get(streamed(false)).images()).hasSize(1);
    assertThat(partials).isEmpty();
    stream(events(false, List.of("!!!!", "QUJD", "", base64(PNG)), base64(PNG)));
    assertThat(get(streamed(false)).images()).hasSize(1);
    assertThat(partials).extracting(one -> one.bytes().getBytes()).containsExactly(PNG);
  }

  @Test
  void stream_withMorePartialImagesThanAskedFor_handsOnThoseAskedFor() throws Exception {
    assumeStreams();
    stream(events(false, List.of(base64(PNG), base64(PNG), base64(PNG)), base64(PNG)));
    get(streamed(false));
    assertThat(partials).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!!!!", "Q", "QUJD", "https://x/y.png"})
  void stream_withoutUsableFinalImage_isProbablyBilled(String image) {
    assumeStreams();
    stream(events(false, List.of(base64(PNG)), image));
    assertProbablyBilled(failure(streamed(false)), Kind.BAD_ANSWER);
  }

  @Test
  void stream_endingWithoutTheFinalImage_isProbablyBilled() {
    assumeStreams();
    stream(events(false, List.of(base64(PNG)), null));
    assertProbablyBilled(failure(streamed(false)), Kind.BAD_ANSWER);
    assertThat(partials).hasSize(1);
  }

  @Test
  void stream_refusedBeforeItStarts_isToldAsAnyError() {
    assumeStreams();
    answer(aResponse().withStatus(429).withBody(error("some_code", "no")));
    ProviderFailure failure = failure(streamed(false));
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.code()).isEqualTo("some_code");
    assertThat(failure.billed()).isEqualTo(Billed.NO);
  }

  @Test
  void stream_failingAfterItStarted_isToldAsASuccessWithAnErrorInIt() {
    assumeStreams();
    for (String code : List.of("some_code", "moderation_blocked")) {
      sentMayBeMany = true;
      List<String> events = new ArrayList<>(events(false, List.of(base64(PNG)), null));
      events.add("event: error\ndata: " + error(code, PROMPT.replace("\"", "") + KEY) + "\n\n");
      stream(events);
      ProviderFailure failure = failure(streamed(false));
      assertThat(failure.kind())
          .isEqualTo(code.equals("some_code") ? Kind.BAD_ANSWER : Kind.PROMPT_REFUSED);
      assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
      assertThat(failure.code()).isEqualTo(code);
    }
    assertThat(partials).hasSize(2);
  }

  @Test
  void stream_answeredInOnePiece_isRead() throws Exception {
    assumeStreams();
    answer(aResponse().withBody("\r\n " + success(List.of(base64(PNG)))));
    assertThat(get(streamed(false)).images()).hasSize(1);
  }

  @Test
  void stream_brokenBetweenAnyTwoEvents_leavesTheBillUnknown() throws Exception {
    assumeStreams();
    List<String> events = events(false, List.of(base64(PNG), base64(JPEG)), base64(PNG));
    for (int whole = 0; whole <= events.size(); whole++) {
      partials.clear();
      int port = serveAndBreak(String.join("", events.subList(0, whole)));
      ImageProvider provider = provider("http://localhost:" + port, 1);
      try {
        throw new AssertionError("no failure but " + await(provider.generate(streamed(false))));
      } catch (ProviderFailure failure) {
        assertProbablyBilled(failure, Kind.CUT);
      }
      assertThat(partials).hasSize(Math.min(2, whole));
      provider.close();
    }
  }

  @Test
  void partialImages_comeOnTheContextOfTheCall() throws Exception {
    assumeStreams();
    stream(events(false, List.of(base64(PNG), base64(PNG)), base64(PNG)));
    ImageProvider provider = provider(origin(), 1);
    Context context = vertx.getOrCreateContext();
    Promise<ProviderAnswer> answer = Promise.promise();
    context.runOnContext(v -> provider.generate(streamed(false)).onComplete(answer));
    await(answer.future());
    assertThat(contexts).hasSize(2).allMatch(context::equals);
    provider.close();
  }

  @Test
  void partialImages_takenBySomeoneWhoThrows_costNothing() throws Exception {
    assumeStreams();
    stream(events(false, List.of(base64(PNG), base64(PNG)), base64(PNG)));
    ProviderCall call =
        streamed(
            false,
            partial -> {
              partials.add(partial);
              throw new IllegalStateException("no");
            });
    assertThat(get(call).images()).hasSize(1);
    assertThat(partials).hasSize(2);
  }

  final void stream(List<String> events) {
    answer(
        aResponse()
            .withHeader("Content-Type", "text/event-stream")
            .withBody(String.join("", events))
            .withChunkedDribbleDelay(9, 30));
  }

  final ProviderCall streamed(boolean edit) {
    return streamed(
        edit,
        partial -> {
          contexts.add(Vertx.currentContext());
          partials.add(partial);
        });
  }

  private static ProviderCall streamed(boolean edit, Consumer<PartialImage> partials) {
    ImageRequest.Builder request = request().partialImages(2);
    if (edit) {
      request.inputImages(List.of(REFERENCE));
    }
    return new ProviderCall(
        "attempt-17",
        request.build(),
        "gpt-image-2",
        Quality.MEDIUM,
        Thinking.OFF,
        Duration.ofSeconds(3),
        partials);
  }

  final void assertProbablyBilled(ProviderFailure failure, Kind kind) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  /** A server that sends the head and this much of a chunked body, and hangs up. */
  private static int serveAndBreak(String part) throws Exception {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunk =
        part.isEmpty() ? "" : "%x\r\n%s\r\n".formatted(Buffer.buffer(part).length(), part);
    Future<NetServer> server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.exceptionHandler(t -> {});
                  socket.handler(data -> socket.end(Buffer.buffer(head + chunk)));
                })
            .listen(0, "localhost");
    return server.toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS).actualPort();
  }
}
