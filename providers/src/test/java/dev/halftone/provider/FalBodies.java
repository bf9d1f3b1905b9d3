package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

/** Bodies as fal sends them. */
final class FalBodies {
  private FalBodies() {}

  /** An error with this token of its table where fal puts it. */
  static ResponseDefinitionBuilder says(int status, String token) {
    if (token.equals(FalFailures.NO_BALANCE)) {
      return aResponse()
          .withStatus(status)
          .withBody("{\"detail\":\"User is locked. Reason: Exhausted balance.\"}");
    }
    boolean last = token.endsWith(FalFailures.FINAL);
    String type = token.replace(FalFailures.FINAL, "");
    ResponseDefinitionBuilder answer =
        aResponse()
            .withStatus(status)
            .withBody("{\"detail\":[{\"loc\":[\"body\",0],\"type\":\"%s\"}]}".formatted(type));
    return last ? answer.withHeader("X-Fal-Retryable", "false") : answer;
  }
}
