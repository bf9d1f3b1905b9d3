package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** WaveSpeedAI's predictions, in asynchronous and synchronous mode, and its price endpoint. */
final class WaveSpeedRoutes {
  /** How long a synchronous call waits; 90 and 120 seconds were read of. */
  private static final long SYNC_NANOS = Duration.ofSeconds(90).toNanos();

  static final String SUBMIT = WaveSpeedDialect.API + "openai/";

  private final JobDesk desk;
  private final WaveSpeedDialect dialect;
  private final InputPictures inputs;
  private final String key;

  WaveSpeedRoutes(JobDesk desk, WaveSpeedDialect dialect, InputPictures inputs, String key) {
    this.desk = desk;
    this.dialect = dialect;
    this.inputs = inputs;
    this.key = key;
  }

  void mount(Router router) {
    String start = WaveSpeedDialect.API;
    router.get(start + "predictions/:id").handler(this::poll);
    router.get(start + "predictions/:id/result").handler(this::poll);
    router.post(start + "model/price").handler(this::price);
    router.post(SUBMIT + "*").handler(this::submit);
    router
        .route("/wavespeed/*")
        .handler(context -> refuse(context, WaveSpeedFailures.http(404, "not found")))
        .failureHandler(this::failed);
  }

  private void submit(RoutingContext context) {
    JobCall call = desk.call(context);
    String id = context.request().path().substring(WaveSpeedDialect.API.length());
    try {
      check(context);
      desk.checkAccount();
      SimulatedModel model = model(id);
      JsonNode body = Wire.body(context);
      submit(call, id, model, body);
    } catch (Rejection rejection) {
      call.refuse(null, WaveSpeedFailures.http(400, rejection.message()));
    } catch (JobFailure failure) {
      call.refuse(null, failure);
    }
  }

  private void submit(JobCall call, String id, SimulatedModel model, JsonNode body)
      throws JobFailure {
    boolean sync = body.path("enable_sync_mode").asBoolean();
    JobOrder order;
    try {
      order = WaveSpeedOrderReader.read(id, model, body, inputs);
    } catch (JobFailure failure) {
      if (failure.status() != 200) {
        throw failure;
      }
      Job job = desk.stillborn(call, id, failure);
      call.answer(sync ? dialect.prediction(job) : dialect.created(job));
      return;
    }
    if (sync) {
      desk.submit(call, order, true, this::waitFor);
    } else {
      desk.submit(call, order, false, job -> job.answerCall(dialect.created(job)));
    }
  }

  private void waitFor(Job job) {
    Runnable waitNoMore =
        desk.cancellable(
            SYNC_NANOS,
            () -> {
              if (job.state() != Job.State.ENDED) {
                job.postpone();
                job.call().answer(dialect.stillProcessing(job));
              }
            });
    job.whenEnded(
        () -> {
          waitNoMore.run();
          if (job.isAwaited()) {
            job.answerCall(dialect.prediction(job));
          }
        });
  }

  private void poll(RoutingContext context) {
    try {
      check(context);
      Optional<Job> job = desk.find(context.pathParam("id"));
      if (job.isEmpty()) {
        throw WaveSpeedFailures.http(404, "prediction not found");
      }
      Answers.send(context.response(), 200, dialect.prediction(job.get()));
    } catch (JobFailure failure) {
      refuse(context, failure);
    }
  }

  private void price(RoutingContext context) {
    try {
      check(context);
      JsonNode body = Wire.body(context);
      String id = body.path("model_id").asText();
      long nanoUsd = WaveSpeedOrderReader.price(model(id), body.path("inputs"));
      BigDecimal price = BigDecimal.valueOf(nanoUsd, 9).stripTrailingZeros();
      ObjectNode data = Wire.JSON.createObjectNode().put("model_id", id).put("price", price);
      data.put("discounted_price", price).put("discount_rate", 1).put("currency", "USD");
      Answers.send(context.response(), 200, WaveSpeedDialect.envelope(data));
    } catch (Rejection rejection) {
      refuse(context, WaveSpeedFailures.http(400, rejection.message()));
    } catch (JobFailure failure) {
      boolean http = failure.status() != 200;
      refuse(context, http ? failure : WaveSpeedFailures.http(400, failure.message()));
    }
  }

  private void failed(RoutingContext context) {
    int status = context.statusCode();
    boolean clients = status >= 400 && status < 500;
    desk.failed(
        context,
        clients
            ? WaveSpeedFailures.http(status, "the request cannot be read")
            : WaveSpeedFailures.http(500, "internal server error"));
  }

  private void check(RoutingContext context) throws JobFailure {
    desk.checkOutage();
    if (!Wire.hasBearer(context.request(), key) || desk.refusesKeys()) {
      throw dialect.keyRefused();
    }
  }

  private static SimulatedModel model(String id) throws JobFailure {
    Optional<SimulatedModel> model = WaveSpeedGrid.model(id);
    if (model.isEmpty()) {
      throw WaveSpeedFailures.http(404, "model not found");
    }
    return model.get();
  }

  private static void refuse(RoutingContext context, JobFailure failure) {
    Answers.send(context.response(), failure.status(), failure.body());
  }
}
