package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the three shapes of fal's errors: the model's list of details, the platform's flat object,
 * and the state of a job that ended badly. The body beats the header. Pure.
 */
final class FalErrors {
  private static final int DETAILS_READ = 16;
  private static final int LONGEST_TOKEN = 128;

  private FalErrors() {}

  static ErrorBody read(@Nullable JsonNode root, MultiMap headers) {
    Set<String> types = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    boolean own = false;
    if (root != null) {
      add(types, WireJson.text(root.path("error_type")));
      JsonNode detail = root.path("detail");
      for (int i = 0; detail.isArray() && i < Math.min(DETAILS_READ, detail.size()); i++) {
        add(types, WireJson.text(detail.get(i).path("type")));
        text.append(detail.get(i).path("msg").asText("")).append(' ');
      }
      text.append(detail.isTextual() ? detail.textValue() : "");
      JsonNode error = root.path("error");
      text.append(error.isTextual() ? error.textValue() : "");
      own = !types.isEmpty() || detail.isTextual() || detail.isArray() || error.isTextual();
    }
    add(types, headers.get("X-Fal-Error-Type"));
    if (headers.contains("X-Fal-Request-Timeout-Type")) {
      types.add("request_timeout");
    }
    String message = text.toString();
    String code = types.isEmpty() ? null : types.iterator().next();
    Set<String> tokens = new LinkedHashSet<>(types);
    if (isFinal(headers)) {
      types.forEach(type -> tokens.add(type + FalFailures.FINAL));
    }
    if (speaksOfBalance(message)) {
      tokens.add(FalFailures.NO_BALANCE);
    }
    String id = root == null ? null : WireJson.text(root.path("request_id"));
    return new ErrorBody(own || !types.isEmpty(), code, tokens, message, 0, false, id);
  }

  /** Older pages name the one header, newer ones the other. */
  private static boolean isFinal(MultiMap headers) {
    String retryable = headers.get("X-Fal-Retryable");
    String again = retryable == null ? headers.get("X-Fal-Needs-Retry") : retryable;
    return "false".equalsIgnoreCase(again) || "0".equals(again);
  }

  private static boolean speaksOfBalance(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("balance") && (text.contains("exhausted") || text.contains("locked"));
  }

  private static void add(Set<String> types, @Nullable String type) {
    if (type != null && !type.isEmpty() && type.length() <= LONGEST_TOKEN) {
      types.add(type);
    }
  }
}
