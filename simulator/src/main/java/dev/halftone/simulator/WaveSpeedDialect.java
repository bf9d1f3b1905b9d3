package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How WaveSpeedAI writes what it knows of a prediction. */
final class WaveSpeedDialect implements JobDialect {
  static final String API = "/wavespeed/api/v3/";
  private static final int SYNC_TIMEOUT = 5004;

  private final SimulatorOptions options;
  private final Supplier<String> origin;
  private final PictureShelf shelf;

  WaveSpeedDialect(SimulatorOptions options, Supplier<String> origin, PictureShelf shelf) {
    this.options = options;
    this.origin = origin;
    this.shelf = shelf;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.WAVESPEED;
  }

  @Override
  public String jobId(long number) {
    return Wire.hex(Mix.of(Mix.of(options.seed(), "wavespeed"), number)) + Wire.hex(number);
  }

  @Override
  public JobFailure overloaded() {
    return WaveSpeedFailures.http(429, "Too Many Requests");
  }

  @Override
  public JobFailure refused(JobOrder order) {
    return WaveSpeedFailures.task(1200, "Content flagged as potentially sensitive");
  }

  /** Failed requests are refunded, whatever they failed of. */
  @Override
  public boolean billsRefusedWork() {
    return false;
  }

  @Override
  public JobFailure broken(JobOrder order) {
    return WaveSpeedFailures.broken(order.image().prompt());
  }

  @Override
  public JobFailure keyRefused() {
    return WaveSpeedFailures.http(401, "invalid api key");
  }

  @Override
  public JobFailure quotaExhausted() {
    return WaveSpeedFailures.http(403, "insufficient balance");
  }

  @Override
  public JobFailure blocked() {
    return WaveSpeedFailures.http(403, "account suspended");
  }

  @Override
  public JobFailure unavailable() {
    return WaveSpeedFailures.http(503, "service unavailable");
  }

  @Override
  public void refuse(HttpServerResponse response, String jobId, JobFailure failure) {
    Answers.send(response, failure.status(), failure.body());
  }

  /** The answer to a submission and to every poll. */
  ObjectNode prediction(Job job) {
    ObjectNode data = data(job);
    JobFailure failure = job.failure();
    if (failure != null) {
      data.setAll(failure.body());
    } else if (job.state() == Job.State.ENDED) {
      outputs(data, job);
    }
    return envelope(data);
  }

  /** The answer to a submission that did not wait for the end: nothing is known but the id. */
  ObjectNode created(Job job) {
    return envelope(data(job).put("status", "created"));
  }

  /** The answer to a synchronous call that has waited long enough. */
  ObjectNode stillProcessing(Job job) {
    ObjectNode data = data(job).put("status", "processing").put("code", SYNC_TIMEOUT);
    return envelope(data.put("error", "Sync mode timed out; still processing"));
  }

  static ObjectNode envelope(ObjectNode data) {
    ObjectNode root = Wire.JSON.createObjectNode().put("code", 200).put("message", "success");
    return root.set("data", data);
  }

  private ObjectNode data(Job job) {
    ObjectNode data = Wire.JSON.createObjectNode().put("id", job.id());
    data.put("model", job.endpoint()).put("status", status(job)).putArray("outputs");
    data.putObject("urls").put("get", origin.get() + API + "predictions/" + job.id() + "/result");
    data.putArray("has_nsfw_contents");
    data.put("created_at", job.created().truncatedTo(ChronoUnit.MILLIS).toString());
    data.put("error", "");
    data.putObject("timings").put("inference", TimeUnit.NANOSECONDS.toMillis(job.workNanos()));
    return data;
  }

  private static String status(Job job) {
    return switch (job.state()) {
      case QUEUED -> "created";
      case RUNNING -> "processing";
      case ENDED -> job.failure() == null ? "completed" : "failed";
    };
  }

  private void outputs(ObjectNode data, Job job) {
    ArrayNode outputs = data.putArray("outputs");
    for (String path : job.files()) {
      if (job.order().inline()) {
        byte[] file = Objects.requireNonNull(shelf.find(path)).content();
        outputs.add(job.fate().base64(file));
      } else {
        outputs.add(origin.get() + path);
      }
    }
    data.putArray("has_nsfw_contents").add(false);
  }
}
