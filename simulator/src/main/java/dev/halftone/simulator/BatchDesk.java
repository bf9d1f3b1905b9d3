package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI's Batch API for images. A batch goes on by simulated time, looked at when a client asks
 * and when its work is due to stop. All on the server's context; not thread-safe.
 */
final class BatchDesk {
  private static final Logger LOG = LoggerFactory.getLogger(BatchDesk.class);
  static final String PATH = "/openai/v1/batches";
  private static final int MOST_BATCHES = 1_000;

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final OpenAiDialect dialect;
  private final FileShelf shelf;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final WorkerExecutor workers;
  private final PictureMaker pictures;
  private final PlainCall calls;
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private long created;

  BatchDesk(
      Vertx vertx,
      SimulatorOptions options,
      OpenAiDialect dialect,
      PlainCall calls,
      FileShelf shelf,
      InvoiceBook book,
      SimulatedClock clock,
      WorkerExecutor workers) {
    this.vertx = vertx;
    this.options = options;
    this.dialect = dialect;
    this.shelf = shelf;
    this.book = book;
    this.clock = clock;
    this.workers = workers;
    this.pictures = new PictureMaker(options);
    this.calls = calls;
  }

  void mount(Router router) {
    router.post(PATH).handler(context -> calls.guard(context, () -> create(context)));
    router.get(PATH).handler(context -> calls.answer(context, () -> list(context)));
    router.get(PATH + "/:id").handler(context -> calls.answer(context, () -> show(find(context))));
    router
        .post(PATH + "/:id/cancel")
        .handler(context -> calls.answer(context, () -> cancel(find(context))));
  }

  private void create(RoutingContext context) throws Rejection {
    ScenarioState now = options.scenario().at(clock.nowNanos(), SimulatedProvider.OPENAI);
    now.checkAccount(dialect);
    JsonNode body = Wire.body(context);
    String endpoint = body.path("endpoint").asText();
    if (!endpoint.equals(BatchFile.GENERATIONS) && !endpoint.equals(BatchFile.EDITS)) {
      throw Rejection.invalid(
          "endpoint",
          "invalid_value",
          "The simulator's batches serve " + BatchFile.GENERATIONS + " and " + BatchFile.EDITS);
    }
    if (!body.path("completion_window").asText().equals("24h")) {
      throw Rejection.invalid("completion_window", "invalid_value", "Supported values are: '24h'.");
    }
    String inputId = body.path("input_file_id").asText();
    StoredFile input = shelf.find(inputId).orElse(null);
    Buffer content = input == null ? null : input.content();
    if (input == null || content == null || !input.purpose().equals("batch")) {
      throw Rejection.invalid(
          "input_file_id", "invalid_value", "No batch file with this id: " + Wire.brief(inputId));
    }
    if (batches.size() >= MOST_BATCHES) {
      throw Rejection.invalid(
          "input_file_id", "batch_limit_exceeded", "The simulator keeps at most 1000 batches.");
    }
    String id = "batch_" + Wire.hex(Mix.of(Mix.of(options.seed(), "batch"), created++));
    LocalDate today = LocalDate.ofInstant(options.clock().instant(), ZoneOffset.UTC);
    ProviderProfile profile = now.over(options.profile(SimulatedProvider.OPENAI));
    BatchFile file =
        new BatchFile(endpoint, new BatchOrders(options, profile, dialect, shelf, endpoint, id));
    workers
        .executeBlocking(
            () -> {
              file.read(content.getBytes(), today);
              return file;
            },
            false)
        .onSuccess(
            read -> Answers.send(context.response(), 200, show(open(id, read, inputId, body))))
        .onFailure(
            cause -> {
              LOG.warn("simulated batch failed: {}", cause.getClass().getName());
              calls.refuse(context, Rejection.broken());
            });
  }

  private Batch open(String id, BatchFile file, String inputId, JsonNode body) {
    BatchSchedule schedule = BatchSchedule.of(options.batchDuration(), file.lines().size());
    Batch batch =
        new Batch(
            id,
            file,
            schedule,
            inputId,
            body.get("metadata"),
            clock.nowNanos(),
            options.clock().instant().getEpochSecond());
    batches.put(id, batch);
    if (file.errors().isEmpty()) {
      unfinished.incrementAndGet();
    }
    long millis = clock.realMillis(schedule.endNanos()) + 1;
    vertx.setTimer(millis, timer -> advance(batch));
    return batch;
  }

  private JsonNode show(Batch batch) {
    advance(batch);
    return batch.json(clock.nowNanos());
  }

  /** Newest first, {@code limit} of them, those before {@code after}. */
  private JsonNode list(RoutingContext context) {
    String limit = context.request().getParam("limit", "20");
    int most = limit.matches("[1-9][0-9]?|100") ? Integer.parseInt(limit) : 20;
    List<Batch> newest = new ArrayList<>();
    String after = context.request().getParam("after");
    for (Batch batch : batches.values()) {
      if (batch.id().equals(after)) {
        break;
      }
      newest.add(0, batch);
    }
    ObjectNode json = Wire.JSON.createObjectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    newest.stream().limit(most).forEach(batch -> data.add(show(batch)));
    json.put("first_id", data.isEmpty() ? null : data.path(0).path("id").asText());
    json.put("last_id", data.isEmpty() ? null : data.path(data.size() - 1).path("id").asText());
    return json.put("has_more", newest.size() > most);
  }

  private JsonNode cancel(Batch batch) throws Rejection {
    advance(batch);
    if (!batch.cancel(clock.nowNanos())) {
      throw Rejection.of(
          Rejection.Kind.INVALID,
          409,
          "Cannot cancel a batch with status '" + batch.status(clock.nowNanos()) + "'.",
          null,
          null);
    }
    JsonNode cancelling = batch.json(clock.nowNanos());
    advance(batch);
    return cancelling;
  }

  private void advance(Batch batch) {
    if (!batch.startsFinishing(clock.nowNanos())) {
      return;
    }
    long seconds = options.clock().instant().getEpochSecond();
    BatchWriter writer = new BatchWriter(dialect, pictures, shelf, seconds);
    String reason = batch.isCancelled() ? "batch_cancelled" : "batch_expired";
    workers
        .executeBlocking(
            () -> writer.write(batch.id(), batch.done(), batch.undone(), reason), false)
        .onSuccess(
            files -> {
              files.lines().forEach(book::add);
              batch.finished(files.outputId(), files.errorId(), clock.nowNanos());
            })
        .onFailure(cause -> LOG.warn("simulated batch failed: {}", cause.getClass().getName()))
        .onComplete(
            written -> {
              if (batch.isLegal()) {
                unfinished.decrementAndGet();
              }
            });
  }

  /** Batches whose lines are not in the book yet. Thread-safe. */
  int unfinished() {
    return unfinished.get();
  }

  private Batch find(RoutingContext context) throws Rejection {
    String id = String.valueOf(context.pathParam("id"));
    Batch batch = batches.get(id);
    if (batch == null) {
      throw Rejection.of(
          Rejection.Kind.NO_ROUTE,
          404,
          "No batch found with id '" + Wire.brief(id) + "'.",
          null,
          null);
    }
    return batch;
  }
}
