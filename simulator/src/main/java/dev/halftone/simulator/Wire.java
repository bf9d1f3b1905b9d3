package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What all dialects need to read requests and to write JSON. */
final class Wire {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String UNREADABLE =
      "We could not parse the JSON body of your request. The API expects a JSON object.";

  private Wire() {}

  /** The JSON object in a request. */
  static JsonNode body(RoutingContext context) throws Rejection {
    String type = context.request().getHeader("content-type");
    if (type == null || !type.toLowerCase(Locale.ROOT).strip().startsWith("application/json")) {
      throw Rejection.unreadable(
          "Unsupported content type. This API method only accepts 'application/json' requests.",
          "unsupported_content_type");
    }
    Buffer buffer = context.body().buffer();
    try {
      JsonNode body = buffer == null ? null : JSON.readTree(buffer.getBytes());
      if (body == null || !body.isObject()) {
        throw Rejection.unreadable(UNREADABLE, null);
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Rejection.unreadable(UNREADABLE, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean hasBearer(HttpServerRequest request, String key) {
    String header = request.getHeader("authorization");
    return header != null
        && header.regionMatches(true, 0, "Bearer ", 0, 7)
        && same(header.substring(7).strip(), key);
  }

  /** Compares without telling by its duration how much was right. */
  static boolean same(@Nullable String given, String key) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  /** OpenAI's envelope, which Azure shares on its v1 path. */
  static ObjectNode openAiError(Rejection rejection) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode error = root.putObject("error");
    error
        .put("message", rejection.message())
        .put("type", rejection.type())
        .put("param", rejection.param())
        .put("code", rejection.code());
    if (rejection.kind() == Rejection.Kind.REFUSED_OUTPUT) {
      ObjectNode details = error.putObject("moderation_details");
      details.put("moderation_stage", "output").putArray("categories").add("violence");
    }
    return root;
  }

  static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole success body; base64 goes straight into bytes. */
  static byte[] success(Dialect dialect, Finished finished) {
    int room = 2_048;
    for (byte[] picture : finished.pictures()) {
      room += picture.length / 3 * 4 + 1_024;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(room);
    try (JsonGenerator json = JSON.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      dialect.success(json, finished);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Keeps a hostile value from filling an answer. */
  static String brief(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }

  static String hex(long value) {
    return String.format(Locale.ROOT, "%016x", value);
  }
}
