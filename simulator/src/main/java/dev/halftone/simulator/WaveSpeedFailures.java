package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** WaveSpeedAI's failures: calls it turns away, and predictions that end as failed. */
final class WaveSpeedFailures {
  private WaveSpeedFailures() {}

  /** An answer with an HTTP status of its own. */
  static JobFailure http(int status, String message) {
    ObjectNode body = Wire.JSON.createObjectNode().put("code", status).put("message", message);
    return new JobFailure(status, "", message, body);
  }

  /**
   * A failed prediction, told with HTTP 200.
   *
   * @param code the task code, as 1401
   */
  static JobFailure task(int code, String message) {
    ObjectNode body = Wire.JSON.createObjectNode().put("code", code).put("error", message);
    return new JobFailure(200, Integer.toString(code), message, body);
  }

  /** By prompt, half failed inside and half found no machine. */
  static JobFailure broken(String prompt) {
    return Mix.text(prompt) < 0
        ? task(5000, "Internal server error")
        : task(5003, "Service unavailable, please try again later");
  }
}
