package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How fal writes what it knows of a job. */
final class FalDialect implements JobDialect {
  static final String QUEUE = "/fal/queue/";

  private final SimulatorOptions options;
  private final Supplier<String> origin;
  private final PictureShelf shelf;

  FalDialect(SimulatorOptions options, Supplier<String> origin, PictureShelf shelf) {
    this.options = options;
    this.origin = origin;
    this.shelf = shelf;
  }

  @Override
  public SimulatedProvider provider() {
    return SimulatedProvider.FAL;
  }

  /** A UUID that counts up in its last group. */
  @Override
  public String jobId(long number) {
    String lot = Wire.hex(Mix.of(Mix.of(options.seed(), "fal"), number));
    return lot.substring(0, 8)
        + "-"
        + lot.substring(8, 12)
        + "-4"
        + lot.substring(13, 16)
        + "-8000-"
        + Wire.hex(number).substring(4);
  }

  @Override
  public JobFailure overloaded() {
    return FalFailures.tooMany();
  }

  @Override
  public JobFailure refused(JobOrder order) {
    return FalFailures.refused(order.image().prompt());
  }

  /** A 422 may be charged if compute ran. */
  @Override
  public boolean billsRefusedWork() {
    return true;
  }

  @Override
  public JobFailure broken(JobOrder order) {
    return FalFailures.broken(order.image().prompt());
  }

  @Override
  public JobFailure keyRefused() {
    return FalFailures.plain(401, "invalid key credentials");
  }

  @Override
  public JobFailure quotaExhausted() {
    return FalFailures.plain(
        403, "User is locked. Reason: Exhausted balance. Top up your balance to continue.");
  }

  @Override
  public JobFailure blocked() {
    return FalFailures.plain(403, "Access to this application is denied.");
  }

  @Override
  public JobFailure unavailable() {
    return FalFailures.platform(503, "runner_scheduling_failure", "No runner is available");
  }

  @Override
  public void refuse(HttpServerResponse response, String jobId, JobFailure failure) {
    response.putHeader("x-fal-request-id", jobId);
    FalFailures.stamp(response.headers(), failure);
    Answers.send(response, failure.status(), failure.body());
  }

  /** fal's own word, not Bearer. */
  boolean hasKey(HttpServerRequest request) {
    String header = request.getHeader("authorization");
    return header != null
        && header.regionMatches(true, 0, "Key ", 0, 4)
        && Wire.same(header.substring(4).strip(), options.apiKey());
  }

  ObjectNode submitted(Job job, int ahead) {
    String response = responseUrl(job);
    return Wire.JSON
        .createObjectNode()
        .put("status", "IN_QUEUE")
        .put("request_id", job.id())
        .put("response_url", response)
        .put("status_url", response + "/status")
        .put("cancel_url", response + "/cancel")
        .put("queue_position", ahead);
  }

  ObjectNode status(Job job, int ahead) {
    ObjectNode body = Wire.JSON.createObjectNode();
    switch (job.state()) {
      case QUEUED -> body.put("status", "IN_QUEUE").put("queue_position", ahead);
      case RUNNING -> body.put("status", "IN_PROGRESS").putArray("logs");
      case ENDED -> ended(body, job);
    }
    return body.put("request_id", job.id()).put("response_url", responseUrl(job));
  }

  private static void ended(ObjectNode body, Job job) {
    body.put("status", "COMPLETED").putArray("logs");
    JobFailure failure = job.failure();
    if (failure == null) {
      body.putObject("metrics").put("inference_time", seconds(job));
    } else {
      body.putObject("metrics").putNull("inference_time");
      body.put("error", failure.message()).put("error_type", failure.type());
    }
  }

  private static BigDecimal seconds(Job job) {
    return BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMillis(job.workNanos()), 3);
  }

  /** Answers with what became of a job that has ended. */
  void result(HttpServerResponse response, Job job) {
    JobFailure failure = job.failure();
    if (failure != null) {
      FalFailures.stamp(response.headers(), failure);
      stampResult(response, job);
      Answers.send(response, failure.status(), failure.body());
      return;
    }
    stampResult(response, job);
    Answers.send(response, 200, pictures(job));
  }

  void stampResult(HttpServerResponse response, Job job) {
    response.putHeader("x-fal-request-id", job.id());
    response.putHeader("x-fal-billable-units", VercelDialect.usd(job.bill().nanoUsd()));
  }

  ObjectNode pictures(Job job) {
    ObjectNode body = Wire.JSON.createObjectNode();
    ArrayNode images = body.putArray("images");
    PixelSize size = job.order().image().size();
    PictureFormat format = job.order().image().format();
    for (String path : job.files()) {
      ObjectNode image = images.addObject();
      PictureShelf.StoredPicture file = shelf.find(path);
      if (job.order().inline()) {
        PictureShelf.StoredPicture kept = Objects.requireNonNull(file);
        String base64 = job.fate().base64(kept.content());
        image.put("url", "data:" + format.mediaType() + ";base64," + base64);
      } else {
        image.put("url", origin.get() + path);
      }
      if (file != null) {
        image.put("content_type", format.mediaType()).put("file_size", file.content().length);
      }
      image.put("file_name", path.substring(PictureShelf.FOLDER.length()));
      image.put("width", size.width()).put("height", size.height());
    }
    return body;
  }

  private String responseUrl(Job job) {
    return origin.get() + QUEUE + FalEndpoint.app(job.endpoint()) + "/requests/" + job.id();
  }
}
