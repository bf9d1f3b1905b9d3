package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PromptLogTest {
  private static final String KEY = "sk-secret-4711";

  private final Logger halftone = (Logger) LoggerFactory.getLogger("dev.halftone");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    halftone.setLevel(Level.DEBUG);
    halftone.setAdditive(false);
    halftone.addAppender(log);
  }

  @AfterEach
  void stop() {
    halftone.setLevel(Level.OFF);
    halftone.detachAppender(log);
  }

  @Test
  void prompt_notSwitchedOn_isNotLogged() throws Exception {
    assertThat(OpenAiOptions.builder().key(Secret.of(KEY)).models(Set.of("m")).build().common())
        .extracting(CommonOptions::logPrompts)
        .isEqualTo(false);
    send(false, "m");
    assertThat(log.list).isEmpty();
  }

  @Test
  void prompt_switchedOn_isOneLineWithoutTheKeyOrImages() throws Exception {
    send(true, "m");
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getLevel()).isEqualTo(Level.INFO);
    assertThat(log.list.get(0).getFormattedMessage())
        .isEqualTo("oa: attempt attempt-17 asks m for \"a \\\"cat\\\"\\r\\nINFO forged *** end\"");
  }

  @Test
  void prompt_ofAJob_isLoggedIfSwitchedOnOnly() throws Exception {
    sendJob(false);
    assertThat(log.list).isEmpty();
    sendJob(true);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .isEqualTo("fal: attempt attempt-17 asks m for \"a \\\"cat\\\"\\r\\nINFO forged *** end\"");
  }

  @Test
  void prompt_repeatingAnotherSecret_doesNotShowIt() throws Exception {
    send(
        vertx ->
            OpenAiCompatibleProvider.create(
                vertx,
                OpenAiCompatibleOptions.builder()
                    .name("host")
                    .key(Secret.of("k-0815"))
                    .header("x-gate", Secret.of(KEY))
                    .baseUrl("http://localhost:1/v1")
                    .models(Map.of("m", "m"))
                    .priceList("openai")
                    .edits(EditForm.JSON)
                    .logPrompts(true)
                    .build()),
        "m");
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("***").doesNotContain(KEY);
  }

  private static void sendJob(boolean logPrompts) throws Exception {
    send(
        vertx ->
            FalProvider.create(
                vertx,
                FalOptions.builder()
                    .key(Secret.of(KEY))
                    .baseUrl("http://localhost:1")
                    .models(Set.of("m"))
                    .logPrompts(logPrompts)
                    .build()),
        "m");
  }

  @Test
  void prompt_ofACallThatIsNotSent_isNotLogged() throws Exception {
    send(true, "other");
    assertThat(log.list).isEmpty();
  }

  /** To a port where nobody listens: what is logged is logged before. */
  private static void send(boolean logPrompts, String model) throws Exception {
    send(
        vertx ->
            OpenAiProvider.create(
                vertx,
                OpenAiOptions.builder()
                    .name("oa")
                    .key(Secret.of(KEY))
                    .baseUrl("http://localhost:1/v1")
                    .models(Set.of("m"))
                    .logPrompts(logPrompts)
                    .build()),
        model);
  }

  private static void send(Function<Vertx, ImageProvider> make, String model) throws Exception {
    Vertx vertx = Vertx.vertx();
    ImageProvider provider = make.apply(vertx);
    ImageRequest request =
        ImageRequest.builder("a \"cat\"\r\nINFO forged " + KEY + " end")
            .inputImages(List.of(EditContract.REFERENCE))
            .build();
    provider
        .generate(
            new ProviderCall(
                "attempt-17", request, model, Quality.LOW, Thinking.OFF, Duration.ofSeconds(2)))
        .otherwiseEmpty()
        .await(5, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
