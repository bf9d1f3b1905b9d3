package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers that are asked for prices, against a real server on loopback. */
class PriceRefreshTest {
  private static final String KEY = "id-0123:secret-4567";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FAL =
      """
      {"prices": [
        {"endpoint_id": "openai/gpt-image-2", "unit_price": 1.00, "unit": "u", "currency": "USD"},
        {"endpoint_id": "openai/gpt-image-2/edit", "unit_price": 1.0, "unit": "u", "currency": "USD"}],
       "has_more": false, "next_cursor": null}
      """;
  private static final Map<String, String> GRID =
      Map.of("low", "0.02", "medium", "0.06", "high", "0.22");

  @TempDir Path folder;

  private final Vertx vertx = Waiting.vertx();
  private final AtomicReference<Function<String, String>> answer = new AtomicReference<>();
  private final AtomicReference<Integer> status = new AtomicReference<>(200);
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
  private int port;

  @BeforeEach
  void serve() throws Exception {
    Handler<HttpServerRequest> handler =
        request -> {
          asked.add(
              "%s %s %s"
                  .formatted(request.method(), request.uri(), request.getHeader("Authorization")));
          request.bodyHandler(
              body -> {
                if (body.length() > 0) {
                  bodies.add(json(body.toString()));
                }
                request
                    .response()
                    .setStatusCode(Objects.requireNonNull(status.get()))
                    .end(Objects.requireNonNull(answer.get()).apply(body.toString()));
              });
        };
    HttpServer server =
        Waiting.await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  @AfterEach
  void close() throws Exception {
    Waiting.await(vertx.close());
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private Run refresh(
      String type, String settings, Function<String, String> answering, String... more)
      throws IOException {
    answer.set(answering);
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          mine: { type: %s, api-key: "%s", base-url: "http://127.0.0.1:%d", timeout: 5s%s }
        """
            .formatted(type, KEY, port, settings));
    List<String> args = new ArrayList<>(List.of("catalog", "--refresh"));
    args.addAll(List.of(more));
    Run run = Run.in(folder, args.toArray(String[]::new));
    assertThat(run.out() + run.err()).doesNotContain(KEY);
    return run;
  }

  /** What WaveSpeedAI would say of that grid, in its envelope. */
  private static String waveSpeed(String body) {
    JsonNode question = json(body);
    return """
        {"code": 200, "message": "success",
         "data": {"model_id": "%s", "price": 9, "discounted_price": %s, "currency": "USD"}}
        """
        .formatted(
            question.get("model_id").asText(), GRID.get(question.at("/inputs/quality").asText()));
  }

  @Test
  void fal_thatAgrees_isAskedOnceForAllItsEndpointsWithItsFormOfKey() throws IOException {
    Run run = refresh("fal", "", body -> FAL);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("mine: no difference%n".formatted());
    assertThat(run.exit()).isZero();
    assertThat(asked)
        .containsExactly(
            "GET /v1/models/pricing?endpoint_id=openai%2Fgpt-image-2"
                + "&endpoint_id=openai%2Fgpt-image-2%2Fedit Key "
                + KEY);
  }

  @Test
  void fal_unitPriceThatDiffers_isShownOnceAndNotAppliedBlindly() throws IOException {
    String dearer = FAL.replaceAll("\"unit_price\": 1[.0]+", "\"unit_price\": 1.1");
    Run run = refresh("fal", "", body -> dearer, "--json", "-o", "new.json");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.json().get("differences")).hasSize(1);
    assertThat(run.json().at("/differences/0").toString())
        .isEqualTo(
            """
            {"price_list":"fal","model":"gpt-image-2","field":"billable_unit_usd","ours":"1",\
            "theirs":"1.1","source":"fal GET /v1/models/pricing","provider":"mine"}""");
    assertThat(run.json().get("not_written")).hasSize(1);
    assertThat(folder.resolve("new.json")).doesNotExist();
  }

  @Test
  void waveSpeed_withoutAGridOfOurs_isAskedForEachModelAndQuality() throws IOException {
    Run run = refresh("wavespeed", "", PriceRefreshTest::waveSpeed, "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(4);
    assertThat(asked).hasSize(6).containsOnly("POST /api/v3/model/price Bearer " + KEY);
    assertThat(bodies)
        .extracting(
            body -> body.get("model_id").asText() + " " + body.at("/inputs/quality").asText())
        .containsExactlyInAnyOrder(
            "openai/gpt-image-2/text-to-image low",
            "openai/gpt-image-2/text-to-image medium",
            "openai/gpt-image-2/text-to-image high",
            "openai/gpt-image-2.5-flare/text-to-image low",
            "openai/gpt-image-2.5-flare/text-to-image medium",
            "openai/gpt-image-2.5-flare/text-to-image high");
    assertThat(bodies).allMatch(body -> body.at("/inputs/resolution").asText().equals("1k"));
    assertThat(run.json().get("differences"))
        .extracting(
            row -> row.get("model").asText() + " " + row.get("field").asText(),
            row -> row.get("theirs").asText(),
            row -> row.get("source").asText())
        .contains(
            tuple(
                "gpt-image-2 usd_per_image.high.any",
                "0.22",
                "WaveSpeedAI POST /api/v3/model/price, 1:1 at 1k"));
  }

  @Test
  void waveSpeed_gridOfOurs_isComparedCellByCell() throws IOException {
    Files.writeString(
        folder.resolve("grid.json"),
        """
        { "format": 1, "prices": [%s, %s] }
        """
            .formatted(grid("gpt-image-2"), grid("gpt-image-2.5-flare")));
    Run same = refresh("wavespeed", ", prices: grid.json", PriceRefreshTest::waveSpeed);
    assertThat(same.out()).as(same.err()).isEqualTo("mine: no difference%n".formatted());
    assertThat(same.exit()).isZero();

    Run dearer =
        refresh(
            "wavespeed",
            ", prices: grid.json",
            body -> waveSpeed(body).replace("0.22", "0.25"),
            "--json");
    assertThat(dearer.exit()).isEqualTo(4);
    assertThat(dearer.json().get("differences"))
        .hasSize(2)
        .allMatch(row -> row.get("field").asText().equals("usd_per_image.high.any"))
        .allMatch(row -> row.get("ours").asText().equals("0.22"))
        .allMatch(row -> row.get("theirs").asText().equals("0.25"));
  }

  private static String grid(String model) {
    return """
        { "price_list": "wavespeed", "model": "%s", "from": "2026-11-01",
          "names": { "generation": "openai/%s/text-to-image" },
          "checked_on": "2026-11-19", "source": "asked", "confidence": "high",
          "usd_per_image": { "low": { "any": "0.02" }, "medium": { "any": "0.06" },
            "high": { "any": "0.22" } } }
        """
        .formatted(model, model);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("fal", 401, "{\"detail\": \"no\"}", "HTTP 401: the key is not accepted"),
        Arguments.of("fal", 307, "", "redirects are not followed"),
        Arguments.of("fal", 200, "<html>", "fal GET /v1/models/pricing, line 1"),
        Arguments.of("fal", 200, FAL.replace("USD", "EUR"), "'EUR' is not USD"),
        Arguments.of("fal", 200, "{\"prices\": []}", "/v1/models/pricing: no price of openai/"),
        Arguments.of("fal", 200, FAL.replace("gpt-image-2/edit", KEY), "the list repeats the key"),
        Arguments.of("wavespeed", 401, "{}", "HTTP 401: the key is not accepted"),
        Arguments.of("wavespeed", 307, "", "redirects are not followed"),
        Arguments.of("wavespeed", 200, "<html>", "POST /api/v3/model/price, line 1"),
        Arguments.of("wavespeed", 200, "{\"code\": 500, \"data\": null}", "/api/v3/model/price"),
        Arguments.of(
            "wavespeed", 200, "{\"model_id\": \"x\", \"price\": 1}", "no price of openai/"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void prices_thatCannotBeRead_exitWith5AfterOneRequest(
      String type, int code, String body, String expected) throws IOException {
    status.set(code);
    Run run = refresh(type, "", question -> body);

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("! mine: ").contains(expected);
    assertThat(asked).hasSize(1);
  }

  @Test
  void address_thatIsNotOne_isAMistakeOfTheFile() throws IOException {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        "providers: { mine: { type: fal, api-key: k, base-url: \"ftp://127.0.0.1\" } }");
    Run run = Run.in(folder, "catalog", "--refresh");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("providers.mine.base-url: base URL must be like https://host");
  }

  @ParameterizedTest
  @CsvSource({
    "FAL, , https://api.fal.ai",
    "FAL, https://queue.fal.run, https://api.fal.ai",
    "FAL, https://queue.fal.run/, https://api.fal.ai",
    "FAL, https://queue.fal.run.example.org, https://queue.fal.run.example.org",
    "FAL, http://127.0.0.1:9, http://127.0.0.1:9",
    "WAVESPEED, , https://api.wavespeed.ai",
    "WAVESPEED, http://127.0.0.1:9, http://127.0.0.1:9",
  })
  void address_ofThePrices_followsTheConfiguration(
      FeedSource source, String baseUrl, String expected) {
    assertThat(source.address(baseUrl)).isEqualTo(expected);
  }
}
