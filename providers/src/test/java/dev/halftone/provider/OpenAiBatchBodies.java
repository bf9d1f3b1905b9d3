package dev.halftone.provider;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bodies and lines as OpenAI's Batch API sends them. */
final class OpenAiBatchBodies {
  static final String PNG = ProviderContract.base64(ProviderContract.PNG);

  private OpenAiBatchBodies() {}

  static String batch(String status, @Nullable String output, @Nullable String error) {
    return batch(status, output, error, 0, "null");
  }

  static String batch(
      String status, @Nullable String output, @Nullable String error, int made, String errors) {
    return """
    {"id":"batch_1","object":"batch","endpoint":"/v1/images/generations","errors":%s,
     "input_file_id":"file-1","completion_window":"24h","status":"%s","output_file_id":%s,
     "error_file_id":%s,"created_at":1794000000,"expires_at":1794086400,
     "request_counts":{"total":3,"completed":%d,"failed":0},"metadata":{"halftone":"own-1"}}"""
        .formatted(errors, status, text(output), text(error), made);
  }

  static String page(boolean more, String lastId, List<String> ownIds) {
    return "{\"object\":\"list\",\"data\":[%s],\"first_id\":null,\"last_id\":\"%s\",\"has_more\":%s}"
        .formatted(
            ownIds.stream()
                .map(id -> batch("in_progress", null, null).replace("own-1", id))
                .collect(Collectors.joining(",")),
            lastId,
            more);
  }

  static String made(String customId) {
    return answered(customId, 200, OpenAiBodies.success(List.of(PNG), OpenAiBodies.USAGE));
  }

  static String answered(String customId, int status, String body) {
    return "{\"id\":\"batch_req_1\",\"custom_id\":\"%s\",\"response\":{\"status_code\":%d,\"request_id\":\"req_%s\",\"body\":%s},\"error\":null}\n"
        .formatted(customId, status, customId, body);
  }

  static String notAnswered(String customId, String code) {
    return "{\"id\":\"batch_req_1\",\"custom_id\":\"%s\",\"response\":null,\"error\":{\"code\":\"%s\",\"message\":\"no\"}}\n"
        .formatted(customId, code);
  }

  private static String text(@Nullable String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }
}
