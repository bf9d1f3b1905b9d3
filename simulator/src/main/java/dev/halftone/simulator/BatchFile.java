package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of a batch, and decides what becomes of each. What is wrong with the file as a
 * whole is an error of the batch; what is wrong with one order fails that line alone. Not
 * thread-safe; counts tokens of nothing, so it is quick.
 */
final class BatchFile {
  static final String GENERATIONS = "/v1/images/generations";
  static final String EDITS = "/v1/images/edits";

  private static final int MOST_LINES = 50_000;
  private static final int MOST_ERRORS = 100;

  private final String endpoint;
  private final Orders orders;
  private final List<BatchLine> lines = new ArrayList<>();
  private final List<ObjectNode> errors = new ArrayList<>();
  private final Set<String> customIds = new HashSet<>();
  private @Nullable String model;

  BatchFile(String endpoint, Orders orders) {
    this.endpoint = endpoint;
    this.orders = orders;
  }

  /** What the batch needs to know of the provider. */
  interface Orders {
    ImageOrder read(JsonNode body, LocalDate today) throws Rejection;

    /** What goes wrong with this order, or null when nothing does. */
    @Nullable Fault fault(ImageOrder order);

    String requestId(int line);
  }

  String endpoint() {
    return endpoint;
  }

  List<BatchLine> lines() {
    return lines;
  }

  /** What is wrong with the file; empty when it can be worked on. */
  List<ObjectNode> errors() {
    return errors;
  }

  void read(byte[] content, LocalDate today) {
    int number = 0;
    for (String text : new String(content, StandardCharsets.UTF_8).split("\r?\n", -1)) {
      number++;
      if (!text.isBlank() && errors.size() < MOST_ERRORS) {
        read(text, number, today);
      }
    }
    if (lines.isEmpty() && errors.isEmpty()) {
      error("empty_file", "The input file is empty.", null, null);
    }
  }

  private void read(String text, int number, LocalDate today) {
    JsonNode line;
    try {
      line = Wire.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      error("invalid_json_line", "This line is not parseable as valid JSON.", null, number);
      return;
    }
    String customId = line.path("custom_id").asText("");
    JsonNode body = line.path("body");
    if (lines.size() == MOST_LINES) {
      error("too_many_tasks", "A batch holds at most 50000 requests.", null, number);
    } else if (customId.isEmpty()) {
      error("missing_required_parameter", "Missing 'custom_id'.", "custom_id", number);
    } else if (!customIds.add(customId)) {
      error("duplicate_custom_id", "The 'custom_id' is used twice.", "custom_id", number);
    } else if (!line.path("method").asText().equals("POST")) {
      error("invalid_method", "The 'method' must be POST.", "method", number);
    } else if (!line.path("url").asText().equals(endpoint)) {
      error("invalid_url", "The 'url' must be " + endpoint + ".", "url", number);
    } else if (!body.isObject()) {
      error("missing_required_parameter", "Missing 'body'.", "body", number);
    } else if (sameModel(body.path("model").asText(), number)) {
      lines.add(line(customId, body, number, today));
    }
  }

  private boolean sameModel(String name, int number) {
    if (model == null) {
      model = name;
    }
    if (!name.equals(model)) {
      error("mismatched_model", "All requests must use one model.", "body.model", number);
      return false;
    }
    return true;
  }

  private BatchLine line(String customId, JsonNode body, int number, LocalDate today) {
    String requestId = orders.requestId(number);
    try {
      ImageOrder order = orders.read(body, today);
      return BatchLine.of(customId, requestId, order, orders.fault(order));
    } catch (Rejection rejection) {
      if (rejection.kind() == Rejection.Kind.NO_MODEL) {
        error("model_not_found", rejection.message(), "body.model", number);
      }
      return new BatchLine(customId, requestId, null, null, rejection);
    }
  }

  private void error(
      String code, String message, @Nullable String param, @Nullable Integer number) {
    errors.add(
        Wire.JSON
            .createObjectNode()
            .put("code", code)
            .put("message", message)
            .put("param", param)
            .put("line", number));
  }
}
