package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form with files, read into memory. Lives on the server's context; not thread-safe. */
final class MultipartBody {
  private static final String KEY = "halftone-multipart";
  private static final Set<String> NUMBERS = Set.of("n", "output_compression", "partial_images");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

  private final List<Part> parts = new ArrayList<>();
  private MultiMap fields = MultiMap.caseInsensitiveMultiMap();
  private long bytes;

  private MultipartBody() {}

  /** One file of the form. */
  record Part(String name, String filename, String mediaType, Buffer content) {}

  static boolean isMultipart(HttpServerRequest request) {
    String type = request.getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).strip().startsWith("multipart/form-data");
  }

  /** The form of this request, or null when it has none. */
  static @Nullable MultipartBody of(RoutingContext context) {
    return context.get(KEY);
  }

  /** Reads the form, then goes on; 413 above {@code mostBytes} of files. */
  static void collect(RoutingContext context, int mostBytes) {
    HttpServerRequest request = context.request();
    MultipartBody body = new MultipartBody();
    request.setExpectMultipart(true);
    request.uploadHandler(
        upload -> {
          Buffer content = Buffer.buffer();
          body.parts.add(new Part(upload.name(), upload.filename(), upload.contentType(), content));
          upload.handler(
              chunk -> {
                body.bytes += chunk.length();
                if (body.bytes <= mostBytes) {
                  content.appendBuffer(chunk);
                } else if (!context.failed()) {
                  context.fail(413);
                }
              });
        });
    request.exceptionHandler(
        cause -> {
          if (!context.failed()) {
            context.fail(400);
          }
        });
    request.endHandler(
        end -> {
          if (!context.failed()) {
            body.fields = request.formAttributes();
            context.put(KEY, body);
            context.next();
          }
        });
    request.resume();
  }

  List<Part> parts() {
    return parts;
  }

  @Nullable String field(String name) {
    return fields.get(name);
  }

  /** The fields that are not files, as the JSON that would mean the same. */
  ObjectNode json() throws Rejection {
    ObjectNode json = Wire.JSON.createObjectNode();
    for (var field : fields) {
      String name = field.getKey();
      String value = field.getValue();
      if (json.has(name)) {
        throw Rejection.invalid(
            name, "duplicate_parameter", "Duplicate parameter: '" + name + "'.");
      }
      if (NUMBERS.contains(name) && WHOLE.matcher(value).matches()) {
        json.put(name, Integer.parseInt(value));
      } else if (name.equals("stream") && (value.equals("true") || value.equals("false"))) {
        json.put(name, value.equals("true"));
      } else {
        json.put(name, value);
      }
    }
    return json;
  }
}
