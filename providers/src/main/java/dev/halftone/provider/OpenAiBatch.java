package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A batch as OpenAI describes it.
 *
 * @param outputFileId where its results are, or null if there are none
 * @param errorFileId where its failures are, or null if there are none
 * @param errors why its input was refused as a whole; missing or an empty array if it was not
 */
record OpenAiBatch(
    BatchState state,
    @Nullable String outputFileId,
    @Nullable String errorFileId,
    JsonNode errors) {
  /** Where our id of the batch is kept. */
  static final String OWN_ID = "halftone";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  /**
   * Reads a batch.
   *
   * @throws IllegalArgumentException that says what is missing or wrong, without any of it
   */
  static OpenAiBatch read(JsonNode json) {
    String id = WireJson.text(json.path("id"));
    if (id == null || !isId(id)) {
      throw new IllegalArgumentException("the batch has no id");
    }
    JsonNode counts = json.path("request_counts");
    return new OpenAiBatch(
        new BatchState(
            id,
            status(json.path("status").asText()),
            WireJson.count(counts.path("total")).orElse(0),
            WireJson.count(counts.path("completed")).orElse(0),
            WireJson.count(counts.path("failed")).orElse(0),
            instant(json.path("expires_at"))),
        fileId(json, "output_file_id"),
        fileId(json, "error_file_id"),
        json.path("errors").path("data"));
  }

  /** Whether it may be part of an address. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  boolean hasFiles() {
    return outputFileId != null || errorFileId != null;
  }

  private static Status status(String word) {
    for (Status status : Status.values()) {
      if (status.toString().equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "the status of the batch is none of " + List.of(Status.values()));
  }

  private static @Nullable String fileId(JsonNode json, String name) {
    JsonNode id = json.path(name);
    if (id.isMissingNode() || id.isNull()) {
      return null;
    }
    if (!isId(id.asText())) {
      throw new IllegalArgumentException("the batch has an %s that is no id".formatted(name));
    }
    return id.asText();
  }

  private static @Nullable Instant instant(JsonNode seconds) {
    OptionalLong count = WireJson.count(seconds);
    try {
      return count.isEmpty() ? null : Instant.ofEpochSecond(count.getAsLong());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
