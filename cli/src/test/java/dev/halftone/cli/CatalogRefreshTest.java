package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a real server on loopback that answers what each test says. */
class CatalogRefreshTest {
  private static final String KEY = "sk-very-secret-0123456789";
  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  @TempDir Path folder;

  private final Vertx vertx = Waiting.vertx();
  private final AtomicReference<Handler<HttpServerRequest>> answer = new AtomicReference<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private int port;

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        Waiting.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.add(
                          "%s %s %s"
                              .formatted(
                                  request.method(),
                                  request.uri(),
                                  request.getHeader("Authorization")));
                      Objects.requireNonNull(answer.get()).handle(request);
                    })
                .listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  @AfterEach
  void close() throws Exception {
    Waiting.await(vertx.close());
  }

  private Run refresh(String type, Handler<HttpServerRequest> answering, String... more)
      throws IOException {
    answer.set(answering);
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          mine: { type: %s, api-key: %s, base-url: "http://127.0.0.1:%d", timeout: 700ms }
        """
            .formatted(type, KEY, port));
    List<String> args = new ArrayList<>(List.of("catalog", "--refresh"));
    args.addAll(List.of(more));
    Run run = Run.in(folder, args.toArray(String[]::new));
    assertThat(run.out() + run.err()).doesNotContain(KEY);
    return run;
  }

  private static Handler<HttpServerRequest> body(String json) {
    return request -> request.response().end(json);
  }

  /** What OpenAI would say if the catalogue were right. */
  private static String openAi(String except, String shutdown) {
    PriceCatalog catalog = PriceCatalog.shipped();
    List<String> models = new ArrayList<>();
    for (String id : catalog.aliveModels("openai", TODAY)) {
      LocalDate day = catalog.shutdown("openai", id);
      String date = id.equals(except) ? shutdown : day == null ? null : "\"" + day + "\"";
      models.add("{\"id\": \"%s\", \"shutdown_date\": %s}".formatted(id, date));
    }
    models.add("{\"id\": \"gpt-5.4\", \"object\": \"model\"}");
    return "{\"data\": [%s]}".formatted(String.join(", ", models));
  }

  private static Price price(PriceCatalog catalog, String list, LocalDate on) {
    return Objects.requireNonNull(catalog.price(list, "gpt-image-2", on));
  }

  @Test
  void list_thatAgrees_exitsWith0AndTheKeyTravelsInAHeaderAlone() throws IOException {
    Run run = refresh("openai", body(openAi("", "null")));

    assertThat(run.out()).isEqualTo("mine: no difference%n".formatted());
    assertThat(run.exit()).isZero();
    assertThat(asked).containsExactly("GET /models Bearer " + KEY);
  }

  @Test
  void shutdownDate_thatDiffers_isShownAndWrittenForReview() throws IOException {
    Run run =
        refresh(
            "openai", body(openAi("gpt-image-2", "\"2027-06-30\"")), "-o", "new.json", "--json");
    JsonNode document = run.json();

    assertThat(run.exit()).isEqualTo(4);
    assertThat(document.get("differences")).hasSize(1);
    assertThat(document.at("/differences/0").toString())
        .isEqualTo(
            """
            {"price_list":"openai","model":"gpt-image-2","field":"shutdown","ours":null,\
            "theirs":"2027-06-30","source":"OpenAI GET /v1/models","provider":"mine"}""");
    PriceCatalog reviewed =
        CatalogReader.overlay(PriceCatalog.shipped(), folder.resolve("new.json"));
    assertThat(reviewed.shutdown("openai", "gpt-image-2")).isEqualTo("2027-06-30");
    // Its rates were not read, so they are as old as they were.
    assertThat(price(reviewed, "openai", TODAY).checkedOn())
        .isEqualTo(price(PriceCatalog.shipped(), "openai", TODAY).checkedOn());
    assertThat(price(reviewed, "openai", TODAY).source())
        .startsWith("OpenAI GET /v1/models, read on 2026-11-20, for shutdown; the rest: ");
  }

  @Test
  void rate_thatDiffers_holdsFromTodayInTheFileForReview() throws IOException {
    String list =
        """
        {"data": [{"id": "openai/gpt-image-2", "pricing": {"input": "0.000006", "output": "0.000030"}}]}
        """;
    Run run = refresh("vercel-ai-gateway", body(list), "-o", "new.json");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(asked).containsExactly("GET /v1/models Bearer " + KEY);
    assertThat(run.out())
        .containsPattern("mine +gpt-image-2 +text_input +5 +6 ")
        .contains("written for review: new.json")
        .contains("not in it: vercel-ai-gateway gpt-image-1.5, listed: ours true");
    PriceCatalog reviewed =
        CatalogReader.overlay(PriceCatalog.shipped(), folder.resolve("new.json"));
    String prices = "vercel-ai-gateway";
    assertThat(price(reviewed, prices, TODAY).rates().textInput()).isEqualTo(Usd.ofNanos(6_000));
    assertThat(price(reviewed, prices, TODAY).checkedOn()).isEqualTo(TODAY);
    assertThat(price(reviewed, prices, TODAY.minusDays(1)).rates().textInput())
        .isEqualTo(Usd.ofNanos(5_000));
  }

  @Test
  void overlay_thatExists_isNeverWrittenOver() throws IOException {
    Files.writeString(folder.resolve("new.json"), "mine");
    Run run = refresh("openai", body(openAi("gpt-image-2", "\"2027-06-30\"")), "-o", "new.json");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("-o: 'new.json' exists already; name another");
    assertThat(folder.resolve("new.json")).hasContent("mine");
    assertThat(asked).isEmpty();
  }

  @Test
  void namesOfOthers_cannotSteerTheTerminal() throws IOException {
    Run run = refresh("openai", body("{\"data\": [{\"id\": \"gpt-image-\\u001b[2Jx\\u202e\"}]}"));

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.out()).doesNotContain("\u001b", "\u202e").contains("gpt-image-?[2Jx?");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("answered HTTP 401: the key is not accepted", status(401)),
        failure("answered HTTP 302: redirects are not followed", CatalogRefreshTest::redirect),
        failure("answered HTTP 500", status(500)),
        failure("OpenAI GET /v1/models, line 1", body("<html><h1>Sign in</h1></html>")),
        failure("OpenAI GET /v1/models, line 1", body("")),
        failure("OpenAI GET /v1/models, line 1", body("{\"data\": {}}")),
        failure(
            "shutdown_date",
            body("{\"data\": [{\"id\": \"gpt-image-2\", \"shutdown_date\": 1798761600}]}")),
        failure("the list repeats the key", body("{\"data\": [{\"id\": \"" + KEY + "\"}]}")),
        failure("the list has more than 8388608 bytes", CatalogRefreshTest::huge),
        failure("no full answer within PT0.7S", CatalogRefreshTest::never),
        failure("cannot be reached or read", request -> request.connection().close()));
  }

  private static Arguments failure(String expected, Handler<HttpServerRequest> answering) {
    return Arguments.of(expected, answering);
  }

  private static Handler<HttpServerRequest> status(int status) {
    return request ->
        request
            .response()
            .setStatusCode(status)
            .end("{\"error\": \"bad key " + request.getHeader("Authorization") + "\"}");
  }

  private static void redirect(HttpServerRequest request) {
    request.response().setStatusCode(302).putHeader("Location", "/elsewhere").end();
  }

  private static void huge(HttpServerRequest request) {
    request.response().end("x".repeat(CatalogRefresh.MAX_LIST_BYTES + 1));
  }

  /** Begins and does not go on. */
  private static void never(HttpServerRequest request) {
    request.response().setChunked(true).write("{\"data\": [");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void list_thatCannotBeRead_exitsWith5AndSaysWhy(
      String expected, Handler<HttpServerRequest> answering) throws IOException {
    Run run = refresh("openai", answering, "-o", "new.json");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("! mine: ").contains(expected);
    assertThat(folder.resolve("new.json")).doesNotExist();
    assertThat(asked).hasSize(1);
  }

  @Test
  void badUsage_isTold() throws Exception {
    Run run = Run.in(folder, "catalog", "--refresh");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--refresh: needs a halftone.yaml");

    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          az: { type: azure-foundry, api-key: k, endpoint: "http://127.0.0.1:1",
                deployments: { gpt-image-2: mine } }
        """);
    assertThat(Run.in(folder, "catalog", "--refresh").err()).contains("az: providers of this type");
    assertThat(Run.in(folder, "catalog", "--refresh", "--provider", "x").err())
        .contains("--provider: 'x' is not one of az");
    assertThat(Run.in(folder, "catalog", "-o", "x").err()).contains("they need --refresh");
    assertThat(Run.in(folder, "catalog", "--refresh", "--check").err()).contains("contradict");
  }
}
