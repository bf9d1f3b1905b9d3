package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static dev.halftone.provider.OpenAiBatchBodies.answered;
import static dev.halftone.provider.OpenAiBatchBodies.batch;
import static dev.halftone.provider.OpenAiBatchBodies.notAnswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.halftone.cost.Usage;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBatchResultsTest extends BatchHarness {
  @Test
  void results_inPart_tellEachAttemptApart() throws Exception {
    files(
        "completed",
        line("b") + line("a"),
        answered("c", 400, OpenAiBodies.error("moderation_blocked", "t", "a lighthouse"))
            + answered("d", 429, OpenAiBodies.error("rate_limit_exceeded", "t", KEY))
            + answered("e", 500, "null"));
    Map<String, BatchItem> items = results("a", "b", "c", "d", "e");
    BatchItem.Made a = made(items.get("a"));
    assertThat(a.answer().usage()).isEqualTo(new Usage(24, 0, 1756, 4));
    assertThat(a.answer().requestId()).isEqualTo("req_a");
    assertThat(a.answer().images().get(0).bytes().getBytes()).isEqualTo(PNG);
    check(items.get("c"), Kind.PROMPT_REFUSED, Retry.NEVER, Billed.NO);
    check(items.get("d"), Kind.RATE_LIMITED, Retry.SAFE, Billed.NO);
    check(items.get("e"), Kind.BAD_ANSWER, Retry.SAFE, Billed.NO);
    assertThat(failed(items.get("c")).requestId()).isEqualTo("req_c");
  }

  @Test
  void expired_lines_areFreeAndMayBeSentAgain() throws Exception {
    files("expired", line("a"), notAnswered("b", "batch_expired"));
    Map<String, BatchItem> items = results("a", "b", "c");
    assertThat(items.get("a")).isInstanceOf(BatchItem.Made.class);
    check(items.get("b"), Kind.OVERLOADED, Retry.SAFE, Billed.NO);
    assertThat(failed(items.get("b")).code()).isEqualTo("batch_expired");
    check(items.get("c"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"1, NEVER_SENT, SAFE, NO", "2, BAD_ANSWER, UNSAFE, UNKNOWN"})
  void cancelled_restIsFree_unlessMoreWasMadeThanIsThere(
      int made, Kind kind, Retry retry, Billed billed) throws Exception {
    files("cancelled", line("a"), notAnswered("b", "batch_cancelled"), made);
    Map<String, BatchItem> items = results("a", "b", "c");
    assertThat(items.get("a")).isInstanceOf(BatchItem.Made.class);
    check(items.get("b"), Kind.NEVER_SENT, Retry.SAFE, Billed.NO);
    check(items.get("c"), kind, retry, billed);
  }

  @Test
  void cancelled_withALineThatCannotBeRead_restIsUnknown() throws Exception {
    files("cancelled", line("a") + line("b").substring(0, 90) + "\n", null, 1);
    check(results("a", "b").get("b"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
  }

  @Test
  void completed_withoutFiles_knowsNothing() throws Exception {
    files("completed", null, null);
    check(results("a").get("a"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
  }

  @Test
  void failed_validation_isFreeForAllAndBlamesTheLine() throws Exception {
    String errors =
        "{\"object\":\"list\",\"data\":[{\"code\":\"invalid_value\",\"message\":\"%s\",\"line\":2}]}"
            .formatted(PROMPT.replace("\"", ""));
    stub(get("/v1/batches/batch_1"), aResponse().withBody(batch("failed", null, null, 0, errors)));
    Map<String, BatchItem> items = results("a", "b");
    check(items.get("a"), Kind.BAD_REQUEST, Retry.SAFE, Billed.NO);
    check(items.get("b"), Kind.BAD_REQUEST, Retry.NEVER, Billed.NO);
    stub(
        get("/v1/batches/batch_1"),
        aResponse()
            .withBody(
                batch("failed", null, null, 0, errors.replace("\"line\":2", "\"line\":null"))
                    .replace("invalid_value", "token_limit_exceeded")));
    check(results("a").get("a"), Kind.RATE_LIMITED, Retry.SAFE, Billed.NO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"custom_id\":\"b\",\"response\":{\"status_code\":200,\"body\":{\"data\":[}}\n",
        "{\"custom_id\":\"b\",\"response\":{\"status_code\":200,\"body\":{\"data\":[{\"b64_json\":\"iVBORw0",
        "not json\n",
        "{\"custom_id\":\"stranger\",\"response\":{\"status_code\":200,\"body\":{}}}\n",
        "[\"b\"]\n",
        "{\"custom_id\":{\"b\":1}}\n",
        "\n \r\n\t\n",
        "\u0000\u0001\n"
      })
  void line_hostile_leavesItsAttemptUnknownAndOthersWhole(String line) throws Exception {
    files("completed", line("a") + line + "\n" + line("c"), null);
    Map<String, BatchItem> items = results("a", "b", "c");
    assertThat(items.get("a")).isInstanceOf(BatchItem.Made.class);
    assertThat(items.get("c")).isInstanceOf(BatchItem.Made.class);
    check(items.get("b"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status_code\":200,\"body\":{\"data\":[]}}",
        "{\"status_code\":200,\"body\":{\"data\":[{\"b64_json\":\"%%%\"}]}}",
        "{\"status_code\":200,\"body\":null}",
        "{\"status_code\":200,\"body\":{\"error\":{\"code\":\"x\"}}}",
        "{\"status_code\":\"200\",\"body\":{}}",
        "{\"status_code\":99999999999,\"body\":{}}",
        "{}",
        "null"
      })
  void response_thatMakesNoSense_isUnknown(String response) throws Exception {
    files("completed", "{\"custom_id\":\"a\",\"response\":%s}".formatted(response), null);
    check(results("a").get("a"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
  }

  @Test
  void line_twice_countsOnceAndWhatWasMadeCounts() throws Exception {
    files("completed", line("a") + line("a"), notAnswered("a", "batch_expired") + line("b"));
    Map<String, BatchItem> items = results("a", "b");
    assertThat(items.values()).allMatch(item -> item instanceof BatchItem.Made);
  }

  @Test
  void lastLine_withoutItsBreak_counts() throws Exception {
    files("completed", line("a") + line("b").strip(), null);
    assertThat(results("a", "b").get("b")).isInstanceOf(BatchItem.Made.class);
  }

  @Test
  void image_largerThanItsLimit_failsAloneAndMayBeBilled() throws Exception {
    String large = ProviderContract.base64(Arrays.copyOf(PNG, 600_000));
    String body = OpenAiBodies.success(List.of(large), OpenAiBodies.USAGE);
    files("completed", answered("a", 200, body) + line("b"), null);
    Map<String, BatchItem> items = results("a", "b");
    check(items.get("a"), Kind.BAD_ANSWER, Retry.UNSAFE, Billed.UNKNOWN);
    assertThat(items.get("b")).isInstanceOf(BatchItem.Made.class);
  }

  @ParameterizedTest
  @CsvSource({"true, ", "false, RANDOM_DATA_THEN_CLOSE", "false, EMPTY_RESPONSE"})
  void download_cut_makesUpNoItem(boolean shortened, @Nullable Fault fault) {
    files("completed", line("a"), null);
    stub(
        get("/v1/files/file-out/content"),
        shortened
            ? aResponse().withBody(line("a")).withHeader("Content-Length", "100000")
            : aResponse().withFault(fault));
    List<BatchItem> items = new ArrayList<>();
    ProviderFailure failure =
        failure(
            provider.results(
                new BatchTicket("batch_1", List.of("a", "b")),
                item -> {
                  items.add(item);
                  return Future.succeededFuture();
                }));
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
    assertThat(items).allMatch(item -> item instanceof BatchItem.Made);
  }

  @ParameterizedTest
  @CsvSource({"404, NOT_FOUND", "302, NOT_FOUND", "500, SERVER_ERROR", "200, TIMED_OUT"})
  void download_refusedOrSilent_saysSo(int status, Kind kind) throws Exception {
    files("completed", line("a"), null);
    stub(
        get("/v1/files/file-out/content"),
        aResponse()
            .withStatus(status)
            .withHeader("Location", "http://localhost/x")
            .withFixedDelay(status == 200 ? 4_000 : 0)
            .withBody(OpenAiBodies.error("gone", "t", KEY)));
    provider.close();
    Duration timeout = status == 200 ? Duration.ofMillis(900) : Duration.ofSeconds(20);
    provider = OpenAiBatches.create(vertx, options(timeout));
    ProviderFailure failure =
        failure(
            provider.results(
                new BatchTicket("batch_1", List.of("a")),
                item -> Future.failedFuture("nothing is known")));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
  }

  @Test
  void sink_thatFailsOrThrows_endsTheReading() {
    files("completed", line("a") + line("b"), null);
    BatchTicket ticket = new BatchTicket("batch_1", List.of("a", "b"));
    List<String> taken = new ArrayList<>();
    assertThatThrownBy(
            () ->
                await(
                    provider.results(
                        ticket,
                        item -> {
                          taken.add(item.attemptId());
                          return Future.failedFuture(new IllegalArgumentException("disk full"));
                        })))
        .hasRootCauseMessage("disk full");
    assertThatThrownBy(
            () ->
                await(
                    provider.results(
                        ticket,
                        item -> {
                          throw new IllegalArgumentException("broken");
                        })))
        .hasRootCauseMessage("broken");
    assertThat(taken).containsExactly("a");
  }

  @Test
  void results_ofManyAttempts_needNoStack() throws Exception {
    String[] ids = new String[20_000];
    StringBuilder errors = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "a" + i;
      if (i % 2 == 0) {
        errors.append(notAnswered(ids[i], "batch_expired"));
      }
    }
    files("expired", null, errors.toString());
    assertThat(results(ids)).hasSize(ids.length);
  }

  private static String line(String customId) {
    return OpenAiBatchBodies.made(customId);
  }

  private static BatchItem.Made made(@Nullable BatchItem item) {
    assertThat(item).isInstanceOf(BatchItem.Made.class);
    return (BatchItem.Made) Objects.requireNonNull(item);
  }

  private static void check(@Nullable BatchItem item, Kind kind, Retry retry, Billed billed) {
    ProviderFailure failure = failed(item);
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.retry()).as(failure.getMessage()).isEqualTo(retry);
    assertThat(failure.billed()).as(failure.getMessage()).isEqualTo(billed);
  }
}
