package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the error envelope of an answer says, as far as anything is decided by it.
 *
 * @param own whether there is an envelope at all: without it, a proxy is speaking
 * @param code the most telling of code and type, or null
 * @param tokens code, type, inner code, {@code param=...} and what the metadata says of its kind,
 *     to look up in a {@link FailureTable}
 * @param message free text; may repeat the prompt or the key, so it is read but never shown
 * @param innerStatus the HTTP status of the provider behind a gateway, or 0
 * @param madeThenRefused whether the image was made before it was refused
 * @param callId what a gateway calls this call when it is asked about the bill, or null
 */
record ErrorBody(
    boolean own,
    @Nullable String code,
    Set<String> tokens,
    String message,
    int innerStatus,
    boolean madeThenRefused,
    @Nullable String callId) {
  private static final ErrorBody NONE = new ErrorBody(false, null, Set.of(), "", 0, false, null);

  /** Stands for metadata that lists reasons of a moderation, as OpenRouter's does. */
  static final String FLAGGED = "flagged";

  /** Where a gateway passes on the error of the provider behind it. */
  private static final String PASSED_ON = "AI_APICallError";

  static ErrorBody read(@Nullable JsonNode root) {
    JsonNode error = root == null ? WireJson.object() : root.path("error");
    String code = WireJson.text(error.path("code"));
    String type = WireJson.text(error.path("type"));
    JsonNode message = error.path("message");
    if (root == null || (code == null && type == null && !message.isTextual())) {
      return NONE;
    }
    JsonNode param = error.path("param");
    // Azure writes it both ways.
    String inner = WireJson.text(error.path("inner_error").path("code"));
    if (inner == null) {
      inner = WireJson.text(error.path("innererror").path("code"));
    }
    Set<String> tokens = new LinkedHashSet<>();
    add(tokens, "", inner);
    add(tokens, "", code);
    add(tokens, "", type);
    add(tokens, "param=", WireJson.text(param));
    JsonNode metadata = error.path("metadata");
    add(tokens, "", WireJson.text(metadata.path("error_type")));
    add(tokens, "", WireJson.text(metadata.path("limit_source")));
    if (!metadata.path("reasons").isEmpty()) {
      tokens.add(FLAGGED);
    }
    String text = message.asText("");
    JsonNode behind = behind(param, metadata);
    add(tokens, "", WireJson.text(behind.path("code")));
    String stage = error.path("moderation_details").path("moderation_stage").asText("");
    String stageBehind = behind.path("moderation_details").path("moderation_stage").asText("");
    return new ErrorBody(
        true,
        code == null ? type : code,
        tokens,
        text,
        PASSED_ON.equals(type) ? innerStatus(root, param) : 0,
        stage.equals("output")
            || stageBehind.equals("output")
            || text.toLowerCase(Locale.ROOT).contains("generated image"),
        WireJson.text(root.path("generationId")));
  }

  /**
   * The error that a gateway quotes, as text, of the provider behind it: Vercel within {@code
   * param}, OpenRouter as {@code raw}.
   */
  private static JsonNode behind(JsonNode param, JsonNode metadata) {
    JsonNode quoted = WireJson.objectOrText(param).path("responseBody");
    return WireJson.objectOrText(quoted.isMissingNode() ? metadata.path("raw") : quoted)
        .path("error");
  }

  /** The last provider that was tried decides; the status of the gateway itself may differ. */
  private static int innerStatus(JsonNode root, JsonNode param) {
    int status = WireJson.objectOrText(param).path("statusCode").asInt(0);
    JsonNode routing = root.path("providerMetadata").path("gateway").path("routing");
    for (JsonNode model : routing.path("modelAttempts")) {
      for (JsonNode attempt : model.path("providerAttempts")) {
        status = attempt.path("statusCode").asInt(status);
      }
    }
    return status;
  }

  private static void add(Set<String> tokens, String prefix, @Nullable String token) {
    if (token != null && token.length() <= 128) {
      tokens.add(prefix + token);
    }
  }
}
