package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.Capabilities;
import dev.halftone.image.DataRule;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI's Batch API: half the price, within 24 hours, up to 50,000 requests and 200 MB a batch.
 *
 * <p>The input file is uploaded first, which costs nothing; the batch is then created by one
 * request that carries our id in its metadata, so that {@link BatchProvider#find} can tell whether
 * it exists if no answer comes. Results are read line by line, so a file of any length fits.
 *
 * <p>Each exchange takes as long as the timeout of the options allows, or ten minutes; for results
 * that is the longest silence. What {@link #create} gives is thread-safe and does I/O.
 */
public final class OpenAiBatches implements BatchProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiBatches.class);

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_OWN_ID = 512;
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final int BATCHES_A_PAGE = 50;

  /** Batches that {@link #find} looks through, 10,000, newest first. */
  private static final int MAX_PAGES = 200;

  private final Vertx vertx;
  private final CommonOptions options;
  private final CallCheck check;
  private final Failures failures;
  private final Redaction redaction;
  private final HttpCalls http;
  private final HttpClient files;
  private final RandomGenerator random = new SecureRandom();
  private final Duration timeout;

  private OpenAiBatches(Vertx vertx, CommonOptions options) {
    this.vertx = vertx;
    this.options = options;
    Capabilities.Builder declared = options.capabilities();
    Set<DataRule> rules = new HashSet<>(declared.build().dataRules());
    // Input and results lie at the provider as files, whatever it promises of single calls.
    rules.remove(DataRule.NO_RETENTION);
    Capabilities capabilities =
        declared
            .dataRules(rules)
            .honoured(OpenAiCodec.PARAMETERS)
            .honouredInEdits(OpenAiCodec.EDIT_PARAMETERS)
            .inputImages(OpenAiCodec.INPUT_IMAGES)
            .mask(true)
            .build();
    check =
        new CallCheck(
            options.name(), capabilities, call -> OpenAiCodec.unfitForJson(call.request()));
    failures = new Failures(options.name(), OpenAiBatchFailures.TABLE, List.of("x-request-id"));
    redaction = new Redaction(options.key(), "");
    http = options.calls(vertx);
    files =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(HttpCalls.CONNECT_TIMEOUT_MILLIS));
    timeout = Objects.requireNonNullElse(options.timeout(), TIMEOUT);
  }

  /** Makes the provider with connections of its own; {@link BatchProvider#close} closes them. */
  public static BatchProvider create(Vertx vertx, OpenAiOptions options) {
    return new OpenAiBatches(vertx, options.common());
  }

  @Override
  public String name() {
    return options.name();
  }

  @Override
  public String priceList() {
    return "openai";
  }

  @Override
  public Capabilities capabilities() {
    return check.capabilities();
  }

  @Override
  public Duration completionWindow() {
    return Duration.ofHours(24);
  }

  @Override
  public Future<BatchTicket> submit(String ownId, List<ProviderCall> calls) {
    List<ProviderCall> batch = List.copyOf(calls);
    if (ownId.isBlank() || ownId.length() > MAX_OWN_ID) {
      return Future.failedFuture(
          check.notSent(
              "the own id of the batch has %d characters; allowed are 1 to %d"
                  .formatted(ownId.strip().length(), MAX_OWN_ID)));
    }
    return vertx
        .executeBlocking(() -> file(batch), false)
        .compose(
            file -> {
              batch.forEach(call -> PromptLog.sending(options, List.of(), call));
              return upload(file).compose(fileId -> create(ownId, file.endpoint(), fileId));
            })
        .map(
            batchId ->
                new BatchTicket(batchId, batch.stream().map(ProviderCall::attemptId).toList()));
  }

  @Override
  public Future<BatchState> state(String batchId) {
    return batch(batchId).map(OpenAiBatch::state);
  }

  @Override
  public Future<BatchState> cancel(String batchId) {
    return ask(HttpMethod.POST, "/batches/%s/cancel", batchId)
        .map(json -> batch(json).state())
        .recover(
            cause ->
                // It had ended already, which is as good.
                cause instanceof ProviderFailure failure && is(failure, 409)
                    ? state(batchId)
                    : Future.failedFuture(cause));
  }

  @Override
  public Future<Optional<BatchState>> find(String ownId) {
    return find(ownId, null, 1);
  }

  @Override
  public Future<Void> results(BatchTicket ticket, Function<BatchItem, Future<Void>> sink) {
    return batch(ticket.batchId()).compose(batch -> results(batch, ticket, sink));
  }

  @Override
  public Future<Void> close() {
    return Future.join(http.close(), files.close()).mapEmpty();
  }

  private OpenAiBatchFile file(List<ProviderCall> calls) {
    try {
      return OpenAiBatchFile.of(calls, check);
    } catch (ProviderFailure e) {
      throw e;
    } catch (RuntimeException e) {
      // Its message may quote a prompt, so it goes no further.
      throw check.notSent(
          "the batch cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Future<String> upload(OpenAiBatchFile file) {
    MultipartBody form =
        new MultipartBody(random)
            .field("purpose", "batch")
            .file("file", "halftone.jsonl", "application/jsonl", file.content());
    return send(HttpCall.postForm(options.baseUrl() + "/files", headers(), form))
        .map(answer -> id(answer, "the file has no id"))
        .recover(OpenAiBatches::asked);
  }

  /** The one request that costs money. */
  private Future<String> create(String ownId, String endpoint, String fileId) {
    ObjectNode body =
        WireJson.object()
            .put("input_file_id", fileId)
            .put("endpoint", endpoint)
            .put("completion_window", "24h");
    body.putObject("metadata").put(OpenAiBatch.OWN_ID, ownId);
    Buffer json = WireJson.bytes(body);
    return send(HttpCall.postJson(options.baseUrl() + "/batches", headers(), json))
        .map(answer -> id(answer, "the batch has no id"))
        .recover(
            cause ->
                // Ordinary failures of a server are believed where one image is at stake, not
                // thousands: here it can be looked up.
                Future.failedFuture(
                    cause instanceof ProviderFailure failure && mayHaveBeenDone(failure)
                        ? OpenAiBatchFailures.unknown(failure)
                        : cause));
  }

  private static boolean mayHaveBeenDone(ProviderFailure failure) {
    Integer status = failure.status();
    return status != null && (status >= 500 || status == 409);
  }

  private static boolean is(ProviderFailure failure, int status) {
    return Objects.equals(failure.status(), status);
  }

  private String id(HttpAnswer<ImageBody> answer, String problem) {
    String id = WireJson.text(json(answer).path("id"));
    if (id == null || !OpenAiBatch.isId(id)) {
      throw failures.unusable(answer, redaction, problem);
    }
    return id;
  }

  private Future<Optional<BatchState>> find(String ownId, @Nullable String after, int page) {
    if (page > MAX_PAGES) {
      return Future.failedFuture(
          ProviderFailure.of(Kind.NOT_FOUND)
              .build(
                  "%s: %s: the batch is not among the newest %d, and there are more"
                      .formatted(name(), Kind.NOT_FOUND, MAX_PAGES * BATCHES_A_PAGE)));
    }
    String query = "/batches?limit=" + BATCHES_A_PAGE + (after == null ? "" : "&after=" + after);
    return send(HttpCall.get(options.baseUrl() + query, headers()))
        .map(this::page)
        .recover(OpenAiBatches::asked)
        .compose(
            list -> {
              for (JsonNode batch : list.path("data")) {
                if (ownId.equals(batch.path("metadata").path(OpenAiBatch.OWN_ID).textValue())) {
                  return Future.succeededFuture(Optional.of(batch(batch).state()));
                }
              }
              return list.path("has_more").asBoolean()
                  ? find(ownId, list.path("last_id").asText(), page + 1)
                  : Future.succeededFuture(Optional.empty());
            });
  }

  /** A page that cannot be read must not pass for one on which the batch is not. */
  private JsonNode page(HttpAnswer<ImageBody> answer) {
    JsonNode list = json(answer);
    boolean whole = !list.path("has_more").asBoolean();
    if (!list.path("data").isArray()
        || !list.path("has_more").isBoolean()
        || !(whole || OpenAiBatch.isId(list.path("last_id").asText()))) {
      throw failures.unusable(answer, redaction, "it is no page of a list");
    }
    return list;
  }

  private Future<Void> results(
      OpenAiBatch batch, BatchTicket ticket, Function<BatchItem, Future<Void>> sink) {
    if (!batch.state().status().hasEnded()) {
      return Future.failedFuture(
          new IllegalStateException(
              "batch %s is %s; its results come when it has ended"
                  .formatted(ticket.batchId(), batch.state().status())));
    }
    OpenAiBatchResults results =
        new OpenAiBatchResults(failures, redaction, options.clock().instant(), batch, ticket);
    Function<ImageBody, Future<Void>> take =
        line -> {
          BatchItem item = results.item(line);
          return item == null ? Future.succeededFuture() : sink.apply(item);
        };
    return download(batch.outputFileId(), take)
        .compose(v -> download(batch.errorFileId(), take))
        .compose(v -> InTurn.each(vertx.getOrCreateContext(), results.rest(), sink))
        .onSuccess(v -> tell(ticket, results.strays()));
  }

  private void tell(BatchTicket ticket, long strays) {
    if (strays > 0) {
      LOG.warn(
          "{}: batch {}: {} lines of its results are unreadable, repeated or not ours",
          options.name(),
          ticket.batchId(),
          strays);
    }
  }

  private Future<Void> download(@Nullable String id, Function<ImageBody, Future<Void>> take) {
    if (id == null) {
      return Future.succeededFuture();
    }
    String url = options.baseUrl() + "/files/%s/content".formatted(id);
    LineReader lines = new LineReader(OpenAiCodec.IMAGE_KEY, options.limits());
    return new LineDownload(vertx, options.name(), lines, take)
        .start(
            files,
            HttpCall.get(url, headers()),
            Math.max(1, timeout.toMillis()),
            reader(),
            answer -> OpenAiBatchFailures.free(failure(answer)));
  }

  private Future<OpenAiBatch> batch(String batchId) {
    return ask(HttpMethod.GET, "/batches/%s", batchId).map(this::batch);
  }

  private OpenAiBatch batch(JsonNode json) {
    try {
      return OpenAiBatch.read(json);
    } catch (IllegalArgumentException e) {
      throw OpenAiBatchFailures.free(
          ProviderFailure.of(Kind.BAD_ANSWER)
              .build("%s: %s: %s".formatted(name(), Kind.BAD_ANSWER, e.getMessage())));
    }
  }

  private Future<JsonNode> ask(HttpMethod method, String path, String batchId) {
    if (!OpenAiBatch.isId(batchId)) {
      return Future.failedFuture(check.notSent("the id of the batch is none of OpenAI's"));
    }
    String url = options.baseUrl() + path.formatted(batchId);
    return send(new HttpCall(method, url, headers(), List.of()))
        .map(this::json)
        .recover(OpenAiBatches::asked);
  }

  private Future<HttpAnswer<ImageBody>> send(HttpCall call) {
    return http.send(call, reader(), timeout);
  }

  private JsonNode json(HttpAnswer<ImageBody> answer) {
    JsonNode root = answer.body().root();
    if (answer.status() < 200 || answer.status() > 299 || ErrorBody.read(root).own()) {
      throw failure(answer);
    }
    if (root == null) {
      throw failures.unusable(answer, redaction, "the body is not a JSON object");
    }
    return root;
  }

  private ProviderFailure failure(HttpAnswer<ImageBody> answer) {
    ErrorBody error = ErrorBody.read(answer.body().root());
    return failures.of(answer, error, redaction, options.clock().instant());
  }

  private static <T> Future<T> asked(Throwable cause) {
    return Future.failedFuture(
        cause instanceof ProviderFailure failure ? OpenAiBatchFailures.free(failure) : cause);
  }

  private static AnswerReader<ImageBody> reader() {
    return new ImageBodyReader(
        OpenAiCodec.IMAGE_KEY,
        new Limits(MAX_ANSWER_BYTES, MAX_ANSWER_BYTES, MAX_ANSWER_BYTES, MAX_ANSWER_BYTES));
  }

  private MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap()
        .set("Authorization", "Bearer " + options.key().reveal());
  }
}
