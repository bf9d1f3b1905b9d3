package dev.halftone.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBodyReaderTest {
  private static final Limits LIMITS = new Limits(1 << 26, 1 << 26, 1 << 26, 1 << 26);
  private static final String KEY = "b64_json";
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 100_000})
  void image_chunkedAnywhere_isDecoded(int chunk) {
    byte[] image = bytes(new Random(1), 20_000);
    String text = Base64.getEncoder().encodeToString(image).replace("/", "\\/");
    text = text.replace("+", "\\u002B");
    String json =
        "{\"note\":\"a \\\"b64_json\\\":\\\"AAAA\\\" \u00e4\u20ac\\\\\",\"data\":[{\"b64\\u005fjson\":\"%s\"}]}"
            .formatted(text);
    ImageBody body = read(json.getBytes(UTF_8), chunk);
    assertThat(body.problem()).isNull();
    assertThat(body.images()).hasSize(1);
    assertThat(root(body).path("note").asText())
        .isEqualTo("a \"b64_json\":\"AAAA\" \u00e4\u20ac\\");
    assertThat(image(body, root(body).path("data").path(0).get(KEY))).isEqualTo(image);
  }

  @Test
  void images_asArrayElements_areDecodedAndNestedObjectsLeftAlone() {
    String json =
        "{\"images\":[\"QUJD\",\"REVG\"],\"m\":{\"openai\":{\"images\":[{\"size\":\"1x1\"}]}}}";
    ImageBody body = end(new ImageBodyReader("images", LIMITS), json.getBytes(UTF_8), 1);
    assertThat(body.images()).extracting(Buffer::toString).containsExactly("ABC", "DEF");
    assertThat(root(body).at("/m/openai/images/0/size").asText()).isEqualTo("1x1");
  }

  @ParameterizedTest
  @CsvSource({
    "QUJD, ABC",
    "QUI=, AB",
    "QUI, AB",
    "QQ==, A",
    "QQ, A",
    "'QU\\nJD\\r\\n', ABC",
    "'data:image/png;base64,QUJD', ABC",
    "data, u\u00ABZ",
    "dat, u\u00AB",
  })
  void text_thatProvidersMaySend_isDecoded(String text, String decoded) {
    ImageBody body = read("{\"b64_json\":\"%s\"}".formatted(text).getBytes(UTF_8), 3);
    assertThat(body.problem()).isNull();
    assertThat(body.images().get(0).getBytes())
        .isEqualTo(decoded.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "Q, ends within a base64 group at position 1",
    "QUJDQ, ends within a base64 group at position 5",
    "QQ=, ends within a base64 group at position 3",
    "QQ==QUJD, is not base64 at position 4",
    "QQ===, is not base64 at position 4",
    "QUJ=x, is not base64 at position 4",
    "=, is not base64 at position 0",
    "QUJD-_, is not base64 at position 4",
    "'https://x/y.png', is not base64 at position 5",
    "'QUJD\\u12G4', is not base64 at position 4",
    "'QUJD\u00e9', is not base64 at position 4",
    "'QUJD\\x', is not base64 at position 4",
    "data:image/png, is a data URI without data",
  })
  void text_thatIsNoImage_isAProblemWithItsPosition(String text, String problem) {
    for (int chunk : new int[] {1, 4, 1000}) {
      ImageBody body = read("{\"b64_json\":\"%s\"}".formatted(text).getBytes(UTF_8), chunk);
      assertThat(body.problem()).isEqualTo("image 0 " + problem);
      assertThat(body.image(root(body).get(KEY))).isNull();
    }
  }

  @Test
  void limits_whenBroken_areNamed() {
    Limits limits = new Limits(4_000, 600, 4_000, 500);
    ImageBodyReader body = new ImageBodyReader(KEY, limits);
    body.write(Buffer.buffer(new byte[4_001]));
    assertThat(body.exceeded()).startsWith("the answer is larger than 4000 bytes");

    ImageBodyReader skeleton = new ImageBodyReader(KEY, limits);
    skeleton.write(Buffer.buffer("{\"x\":\"" + "y".repeat(600)));
    assertThat(skeleton.exceeded()).isEqualTo("the answer holds more than 500 bytes beside images");

    ImageBodyReader deep = new ImageBodyReader(KEY, limits);
    deep.write(Buffer.buffer("[".repeat(65)));
    assertThat(deep.exceeded()).isEqualTo("the answer is nested deeper than 64 levels");

    for (int most = 598; most <= 600; most++) {
      Limits small = new Limits(4_000, most, 4_000, 500);
      for (int chunk = 1; chunk <= 5; chunk++) {
        byte[] large = ("{\"b64_json\":\"" + "QUJD".repeat(201) + "\"}").getBytes(UTF_8);
        assertThat(end(new ImageBodyReader(KEY, small), large, chunk).problem())
            .isEqualTo("image 0 is larger than %d bytes; raise maxImageBytes", most);
      }
    }
  }

  @Test
  void body_ofAnySeed_readsLikeJacksonAndTheJdk() throws JsonProcessingException {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      String json = object(random, 0);
      ImageBody body = read(json.getBytes(UTF_8), 1 + random.nextInt(40));
      assertThat(body.problem()).as("seed %d", seed).isNull();
      assertSame(JACKSON.readTree(json), root(body), body, "seed " + seed);
    }
  }

  @Test
  void body_mutatedAnywhere_neverThrowsAndNeverPassesWhatJacksonRefuses() {
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      byte[] json = object(random, 0).getBytes(UTF_8);
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        json[random.nextInt(json.length)] =
            (byte) "\"\\{}[],:u0=A\n\u0000\u00ff".charAt(random.nextInt(14));
      }
      ImageBody body = read(json, 1 + random.nextInt(40));
      JsonNode root = body.root();
      if (root != null && body.problem() == null) {
        assertThat(WireJson.parse(json)).as("seed %d", seed).isNotNull();
      }
      if (root != null) {
        root.findValues(KEY).forEach(body::image);
      }
    }
  }

  private static void assertSame(JsonNode expected, JsonNode actual, ImageBody body, String seed) {
    if (expected.isObject()) {
      assertThat(actual.size()).as(seed).isEqualTo(expected.size());
      expected
          .properties()
          .forEach(
              e -> {
                JsonNode other = actual.get(e.getKey());
                if (e.getKey().equals(KEY) && e.getValue().isTextual()) {
                  assertThat(body.image(other))
                      .as(seed)
                      .isEqualTo(Buffer.buffer(decode(e.getValue().asText())));
                } else if (!e.getKey().equals(KEY)) {
                  assertSame(e.getValue(), other, body, seed);
                }
              });
    } else if (expected.isArray()) {
      assertThat(actual.size()).as(seed).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSame(expected.get(i), actual.get(i), body, seed);
      }
    } else {
      assertThat(actual.asText()).as(seed).isEqualTo(expected.asText());
    }
  }

  private static byte[] decode(String text) {
    String plain = text.substring(text.indexOf(',') + 1).replaceAll("[ \\n\\r\\t]", "");
    return Base64.getDecoder().decode(plain);
  }

  /** An object with images, decoys, escapes, nesting and duplicate keys. */
  private static String object(Random random, int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      members.add(
          switch (random.nextInt(depth > 4 ? 3 : 5)) {
            case 0 -> key(random) + base64(random);
            case 1 -> "\"" + text(random) + i + "\" : \"" + text(random) + "\"";
            case 2 -> "\"n" + i + "\":" + random.nextInt();
            case 3 -> "\"o" + i + "\":" + object(random, depth + 1);
            default ->
                "\"a%d\": [%s, \"%s\" ,[true,null]]"
                    .formatted(i, object(random, depth + 1), text(random));
          });
    }
    return "{" + String.join(random.nextBoolean() ? "," : " ,\n", members) + "}";
  }

  private static String key(Random random) {
    return random.nextBoolean()
        ? "\"b64_json\":"
        : "\"\\u00624_json\" : ".replace("\\u0062", "\\u00626");
  }

  private static String text(Random random) {
    String[] parts = {
      "b64_json", "\\\"", "\\\\", "\\u20ac", "\u00e4", "{", "]", ",", ":", "\\n", "x"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.append('t').toString();
  }

  private static String base64(Random random) {
    byte[] image = bytes(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 4_000 : 50));
    Base64.Encoder encoder =
        random.nextBoolean() ? Base64.getEncoder() : Base64.getEncoder().withoutPadding();
    String text = encoder.encodeToString(image);
    if (random.nextInt(3) == 0) {
      text = text.replace("/", "\\/").replace("+", "\\u002b");
    }
    if (random.nextInt(5) == 0) {
      text = "data:image\\/png;base64," + text;
    }
    return "\"" + text + (random.nextInt(4) == 0 ? "\\n" : "") + "\"";
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ImageBody read(byte[] json, int chunk) {
    return end(new ImageBodyReader(KEY, LIMITS), json, chunk);
  }

  private static ImageBody end(ImageBodyReader reader, byte[] json, int chunk) {
    Buffer all = Buffer.buffer(json);
    for (int i = 0; i < json.length; i += chunk) {
      reader.write(all.slice(i, Math.min(json.length, i + chunk)));
    }
    return reader.end();
  }

  private static JsonNode root(ImageBody body) {
    JsonNode root = body.root();
    assertThat(root).isNotNull();
    return root == null ? WireJson.object() : root;
  }

  private static byte[] image(ImageBody body, @Nullable JsonNode value) {
    Buffer image = body.image(value);
    assertThat(image).isNotNull();
    return image == null ? new byte[0] : image.getBytes();
  }
}
