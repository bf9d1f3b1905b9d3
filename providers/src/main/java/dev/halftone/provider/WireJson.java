package dev.halftone.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** JSON as it goes over the wire. */
final class WireJson {
  /** Decimals stay exact: some of them are money. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private WireJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static Buffer bytes(ObjectNode json) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
    }
  }

  /** The same in pieces, for an object with images in it. */
  static List<Buffer> pieces(ObjectNode json) {
    PieceStream pieces = new PieceStream();
    try {
      MAPPER.writeValue(pieces, json);
    } catch (IOException e) {
      throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
    }
    return pieces.pieces();
  }

  /** Parses an object; null if the bytes are anything else. */
  static @Nullable JsonNode parse(byte[] bytes) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      return root != null && root.isObject() ? root : null;
    } catch (IOException e) {
      // The exception quotes the input, so it goes no further.
      return null;
    }
  }

  /** Parses an object that may have been sent as a string; missing if it is neither. */
  static JsonNode objectOrText(JsonNode node) {
    if (node.isTextual()) {
      JsonNode inner = parse(node.textValue().getBytes(StandardCharsets.UTF_8));
      return inner == null ? MAPPER.missingNode() : inner;
    }
    return node;
  }

  /** A string, or a number as a string, as error codes come; null for anything else. */
  static @Nullable String text(JsonNode node) {
    return node.isTextual() || node.isIntegralNumber() ? node.asText() : null;
  }

  /** A count of tokens; empty if it is missing or is none. */
  static OptionalLong count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0
        ? OptionalLong.of(node.longValue())
        : OptionalLong.empty();
  }
}
