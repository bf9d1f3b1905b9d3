package dev.halftone.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bodies as OpenAI and Azure send them. */
final class OpenAiBodies {
  static final String USAGE =
      "{\"input_tokens\":24,\"input_tokens_details\":{\"text_tokens\":24,\"image_tokens\":0},"
          + "\"output_tokens\":1760,\"output_tokens_details\":{\"image_tokens\":1756,"
          + "\"text_tokens\":4},\"total_tokens\":1784}";

  private OpenAiBodies() {}

  static String success(List<String> images, String usage) {
    return "{\"created\":1794000000,\"background\":\"opaque\",\"output_format\":\"png\",\"data\":[%s],\"usage\":%s}"
        .formatted(
            images.stream()
                .map(
                    image ->
                        "{\"b64_json\":\"%s\",\"content_filter_results\":{\"hate\":{\"filtered\":false}}}"
                            .formatted(image))
                .collect(Collectors.joining(",")),
            usage);
  }

  /** The events of a streamed answer, each with the blank line that ends it. */
  static List<String> events(boolean edit, List<String> partials, @Nullable String completed) {
    String prefix = edit ? "image_edit" : "image_generation";
    List<String> events = new ArrayList<>();
    for (String partial : partials) {
      events.add(
          event(
              prefix + ".partial_image",
              "\"b64_json\":\"%s\",\"partial_image_index\":%d,\"created_at\":1794000000"
                  .formatted(partial, events.size())));
    }
    if (completed != null) {
      events.add(
          event(
              prefix + ".completed",
              "\"created_at\":1794000000,\"b64_json\":\"%s\",\"usage\":%s"
                  .formatted(completed, USAGE)));
    }
    return events;
  }

  private static String event(String type, String members) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, members);
  }

  static String error(@Nullable String code, String type, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":%s}}"
        .formatted(message, type, code == null ? null : "\"" + code + "\"");
  }
}
