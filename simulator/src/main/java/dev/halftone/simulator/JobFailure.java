package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a provider that works by jobs says no, at submission or as the end of a job. Carries no stack
 * trace: it is an ordinary outcome.
 */
final class JobFailure extends Exception {
  private final int status;
  private final String type;
  private final ObjectNode body;

  /**
   * @param status HTTP status of the answer that tells it
   * @param type the provider's word or number for it
   * @param body what the answer says, in the provider's form
   */
  JobFailure(int status, String type, String message, ObjectNode body) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.body = body;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  ObjectNode body() {
    return body;
  }
}
