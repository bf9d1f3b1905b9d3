package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** fal's failures: those of the model, with an array of details, and those of the platform. */
final class FalFailures {
  private static final String DOCS = "https://docs.fal.ai/errors/#";
  private static final String TIMEOUT = "request_timeout";
  private static final String TOO_MANY = "concurrent_requests_limit";

  private FalFailures() {}

  /**
   * A failure of the model or of its input.
   *
   * @param ctx limits that were not kept, or null
   * @param input the value at fault, or null
   * @param location where it is in the body: names, and numbers of array elements
   */
  static JobFailure model(
      int status,
      String type,
      String message,
      @Nullable ObjectNode ctx,
      @Nullable JsonNode input,
      Object... location) {
    ObjectNode body = Wire.JSON.createObjectNode();
    ObjectNode detail = body.putArray("detail").addObject();
    ArrayNode loc = detail.putArray("loc").add("body");
    for (Object step : location) {
      loc.addPOJO(step);
    }
    detail.put("msg", message).put("type", type).put("url", DOCS + type);
    if (ctx != null) {
      detail.set("ctx", ctx);
    }
    if (input != null) {
      detail.set("input", input);
    }
    return new JobFailure(status, type, "Unexpected status code: " + status, body);
  }

  /** A failure of the platform: flat. */
  static JobFailure platform(int status, String type, String message) {
    ObjectNode body = Wire.JSON.createObjectNode().put("detail", message).put("error_type", type);
    return new JobFailure(status, type, message, body);
  }

  /** An answer that says nothing but a sentence. */
  static JobFailure plain(int status, String message) {
    return new JobFailure(status, "", message, Wire.JSON.createObjectNode().put("detail", message));
  }

  static JobFailure tooMany() {
    return platform(429, TOO_MANY, "Concurrent request limit reached");
  }

  static JobFailure late() {
    return platform(504, TIMEOUT, "Request timed out");
  }

  static JobFailure cancelled() {
    return platform(400, "client_cancelled", "Request was cancelled by the client");
  }

  static JobFailure refused(String prompt) {
    JsonNode input = Wire.JSON.getNodeFactory().textNode(prompt);
    return model(
        422,
        "content_policy_violation",
        "The content could not be processed because it was flagged by a content checker.",
        null,
        input,
        "prompt");
  }

  /** By prompt, half are the upstream's fault and half the platform's. */
  static JobFailure broken(String prompt) {
    return Mix.text(prompt) < 0
        ? platform(500, "internal_error", "Internal server error")
        : model(
            500, "downstream_service_unavailable", "Downstream service unavailable", null, null);
  }

  /** Headers that go with a failure. */
  static void stamp(MultiMap headers, JobFailure failure) {
    boolean again = failure.status() >= 500 || failure.status() == 429;
    headers.set("x-fal-billable-units", "0");
    headers.set("x-fal-retryable", Boolean.toString(again));
    if (failure.body().path("detail").isTextual() && !failure.type().isEmpty()) {
      headers.set("x-fal-error-type", failure.type());
    }
    if (failure.type().equals(TOO_MANY)) {
      headers.set("x-fal-needs-retry", "1");
    }
    if (failure.type().equals(TIMEOUT)) {
      headers.set("x-fal-request-timeout-type", "user");
    }
  }
}
