package dev.halftone.provider;

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

  static String error(@Nullable String code, String type, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":%s}}"
        .formatted(message, type, code == null ? null : "\"" + code + "\"");
  }
}
