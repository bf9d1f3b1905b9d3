package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch and the states it goes through as simulated time passes. Lives on the server's context;
 * not thread-safe.
 */
final class Batch {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String id;
  private final BatchFile file;
  private final BatchSchedule schedule;
  private final String inputFileId;
  private final @Nullable JsonNode metadata;
  private final long createdNanos;
  private final long createdSeconds;
  private long cancelledAt = Long.MAX_VALUE;
  private long finishedAt = Long.MAX_VALUE;
  private boolean finishing;
  private @Nullable String outputFileId;
  private @Nullable String errorFileId;

  Batch(
      String id,
      BatchFile file,
      BatchSchedule schedule,
      String inputFileId,
      @Nullable JsonNode metadata,
      long createdNanos,
      long createdSeconds) {
    this.id = id;
    this.file = file;
    this.schedule = schedule;
    this.inputFileId = inputFileId;
    this.metadata = metadata;
    this.createdNanos = createdNanos;
    this.createdSeconds = createdSeconds;
  }

  String id() {
    return id;
  }

  /** Whether the work has just stopped and its results are to be written; true once only. */
  boolean startsFinishing(long nowNanos) {
    boolean works = isLegal() || isCancelled();
    boolean starts = !finishing && works && age(nowNanos) >= stopNanos();
    finishing |= starts;
    return starts;
  }

  /** Whether its file can be worked on. */
  boolean isLegal() {
    return file.errors().isEmpty();
  }

  /** The lines that were worked on before the work stopped. */
  List<BatchLine> done() {
    return file.lines().subList(0, schedule.doneAt(stopNanos()));
  }

  /** The lines that never were. */
  List<BatchLine> undone() {
    return file.lines().subList(done().size(), file.lines().size());
  }

  /** Why lines were not worked on. */
  boolean isCancelled() {
    return cancelledAt < Long.MAX_VALUE;
  }

  void finished(@Nullable String outputId, @Nullable String errorId, long nowNanos) {
    outputFileId = outputId;
    errorFileId = errorId;
    finishedAt = age(nowNanos);
  }

  /** Stops the work now; false when it has stopped already. */
  boolean cancel(long nowNanos) {
    String status = status(nowNanos);
    if (!status.equals("validating") && !status.equals("in_progress")) {
      return false;
    }
    cancelledAt = age(nowNanos);
    return true;
  }

  String status(long nowNanos) {
    long age = age(nowNanos);
    if (isCancelled()) {
      return finishedAt == Long.MAX_VALUE ? "cancelling" : "cancelled";
    }
    if (age < schedule.validNanos()) {
      return "validating";
    }
    if (!file.errors().isEmpty()) {
      return "failed";
    }
    if (age < schedule.endNanos()) {
      return "in_progress";
    }
    if (finishedAt == Long.MAX_VALUE) {
      return "finalizing";
    }
    return schedule.expires() ? "expired" : "completed";
  }

  ObjectNode json(long nowNanos) {
    String status = status(nowNanos);
    ObjectNode json =
        Wire.JSON
            .createObjectNode()
            .put("id", id)
            .put("object", "batch")
            .put("endpoint", file.endpoint());
    if (status.equals("failed")) {
      ObjectNode errors = json.putObject("errors").put("object", "list");
      errors.putArray("data").addAll(file.errors());
    } else {
      json.putNull("errors");
    }
    json.put("input_file_id", inputFileId).put("completion_window", "24h").put("status", status);
    json.put("output_file_id", outputFileId).put("error_file_id", errorFileId);
    json.put("created_at", createdSeconds);
    json.put("expires_at", createdSeconds + BatchSchedule.WINDOW.toSeconds());
    long age = age(nowNanos);
    boolean failed = status.equals("failed");
    stamp(json, "failed_at", failed, schedule.validNanos());
    stamp(json, "in_progress_at", !failed && age >= schedule.validNanos(), schedule.validNanos());
    stamp(json, "cancelling_at", isCancelled(), cancelledAt);
    stamp(json, "cancelled_at", status.equals("cancelled"), finishedAt);
    stamp(json, "finalizing_at", !failed && age >= stopNanos(), stopNanos());
    stamp(json, "completed_at", status.equals("completed"), finishedAt);
    stamp(json, "expired_at", status.equals("expired"), finishedAt);
    List<BatchLine> ended =
        file.lines().subList(0, failed ? 0 : schedule.doneAt(Math.min(age, stopNanos())));
    long broken = ended.stream().filter(line -> line.failure() != null).count();
    json.putObject("request_counts")
        .put("total", failed ? 0 : file.lines().size())
        .put("completed", ended.size() - broken)
        .put("failed", broken);
    json.set("metadata", metadata);
    return json;
  }

  private void stamp(ObjectNode json, String name, boolean happened, long ageNanos) {
    if (happened) {
      json.put(name, createdSeconds + ageNanos / NANOS_PER_SECOND);
    } else {
      json.putNull(name);
    }
  }

  private long stopNanos() {
    return Math.min(cancelledAt, schedule.endNanos());
  }

  private long age(long nowNanos) {
    return nowNanos - createdNanos;
  }
}
