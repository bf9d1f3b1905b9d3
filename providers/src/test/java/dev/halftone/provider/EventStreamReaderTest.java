package dev.halftone.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamReaderTest {
  private static final Limits LIMITS = new Limits(1 << 26, 1 << 26, 1 << 26, 1 << 20);
  private static final String IMAGE = ProviderContract.base64(ProviderContract.PNG);
  private static final String PARTIAL =
      "{\"type\":\"image_generation.partial_image\",\"b64_json\":\"%s\",\"partial_image_index\":1}"
          .formatted(IMAGE);
  private static final String COMPLETED =
      "{\"type\":\"image_generation.completed\",\"b64_json\":\"%s\",\"usage\":{\"x\":1}}"
          .formatted(IMAGE);

  private final List<PartialImage> partials = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: image_generation.partial_image\ndata: P\n\nevent: image_generation.completed\ndata: C\n\n",
        "data: P\r\n\r\ndata: C\r\n\r\n",
        "data: P\r\rdata: C\r\r",
        "data:P\n\ndata:C\n\n",
        "\uFEFFdata: P\n\ndata: C\n\n",
        "\uFEFF\n\n data: P\n\n\n\ndata: C\n\n\n",
        ": a comment\n\n:\ndata: P\n: another\n\ndata: C\n\n",
        "id: 7\nretry: 10\ndata: P\nunknown\ndatadata: x\n\ndata: C\n\n",
        "data: P\n\ndata: C\n\ndata: [DONE]\n\n",
        "data: P\n\ndata: C\n",
        "data: P\n\ndata: C",
        "event: x\nevent: y\ndata: P\n\nevent: z\n\ndata\ndata: C\ndata:\n\n",
      })
  void stream_inAnyFraming_isRead(String framing) {
    String stream = framing.replace("P", PARTIAL).replace("C", COMPLETED);
    for (int chunk = 1; chunk < 40; chunk++) {
      partials.clear();
      ImageBody body = read(LIMITS, stream, chunk);
      assertThat(body.problem()).isNull();
      assertThat(partials).extracting(PartialImage::index).containsExactly(1);
      assertThat(images(body)).containsExactly(ProviderContract.PNG);
      assertThat(root(body).at("/usage/x").asInt()).isEqualTo(1);
    }
  }

  @Test
  void data_overSeveralLines_isOneText() {
    String stream =
        "data: {\"type\":\ndata: \"image_edit.completed\",\n: in between\ndata:\"b64_json\":\ndata:\ndata: \"%s\"}\n\n"
            .formatted(IMAGE);
    assertThat(images(read(LIMITS, stream, 3))).containsExactly(ProviderContract.PNG);
  }

  @Test
  void data_brokenWithinAnImage_isNoImage() {
    ImageBody body = read(LIMITS, "data: " + COMPLETED.replace(IMAGE, "QUJD\ndata: QUJD"), 5);
    assertThat(body.problem()).isEqualTo("image 0 is not base64 at position 4");
    assertThat(OpenAiCodec.answer(false, root(body), body)).isNull();
  }

  @Test
  void event_namedOnlyInItsHead_isRead() {
    String untyped = "{\"b64_json\":\"" + IMAGE + "\"}";
    String stream =
        "event: image_edit.partial_image\ndata: %s\n\nevent: image_edit.completed\ndata: %s\n\n"
            .formatted(untyped, untyped);
    assertThat(images(read(LIMITS, stream, 9))).containsExactly(ProviderContract.PNG);
    assertThat(partials).hasSize(1);
  }

  @Test
  void image_thatIsAnAddress_isLeftToItsReader() {
    String stream = "data: {\"type\":\"image_generation.completed\",\"url\":\"https://x/y\"}\n\n";
    assertThat(root(read(LIMITS, stream, 9)).at("/data/0/url").asText()).isEqualTo("https://x/y");
  }

  @Test
  void completedEvents_several_areAllRead() {
    ImageBody body = read(LIMITS, ("data: " + COMPLETED + "\n\n").repeat(3), 11);
    assertThat(images(body)).hasSize(3);
    assertThat(root(body).path("usage").isNull()).as("whose usage it is, nobody knows").isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event: error\\ndata: {\"error\":{\"code\":\"c\",\"message\":\"m\"}}\\n\\n",
        "event: error\\ndata: {\"type\":\"error\",\"code\":\"c\",\"message\":\"m\"}\\n\\n",
        "data: {\"type\":\"error\",\"error\":{\"code\":\"c\"}}\\n\\n",
        "data: {\"error\":{\"code\":\"c\"}}\\n\\n",
        "data: {\"error\":{\"code\":\"c\"}}",
      })
  void error_inTheStream_isTheAnswer(String event) {
    String error = event.replace("\\n", "\n");
    for (String before : List.of("", PARTIAL, COMPLETED)) {
      ImageBody body = read(LIMITS, "data: " + before + "\n\n" + error, 4);
      assertThat(ErrorBody.read(body.root()).code()).as(before).isEqualTo("c");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", ": ping\n\n", "data: [DONE]\n\n", "<html></html>", "null"})
  void stream_withoutImage_isAProblem(String stream) {
    ImageBody body = read(LIMITS, stream, 4);
    assertThat(body.root()).isNull();
    assertThat(body.problem()).isEqualTo("the stream ended without an image");
  }

  @Test
  void stream_cutInTheLastEvent_isNoImage() {
    String stream = "data: " + PARTIAL + "\n\ndata: " + COMPLETED;
    for (int length = stream.indexOf("completed"); length < stream.length() - 1; length++) {
      assertThat(read(LIMITS, stream.substring(0, length), 7).root()).isNull();
    }
  }

  @Test
  void partialImage_afterTheCallIsOver_isNotHandedOn() {
    AnswerStream<ImageBody> stream = new AnswerStream<>(reader(LIMITS), limit -> {});
    stream.write(Buffer.buffer("data: " + PARTIAL + "\n\n"));
    assertThat(partials).hasSize(1);
    stream.stop();
    stream.write(Buffer.buffer("data: " + PARTIAL + "\n\n"));
    assertThat(partials).hasSize(1);
  }

  @Test
  void answer_thatIsJson_isReadAsJson() {
    String json = "{\"data\":[{\"b64_json\":\"%s\"}]}".formatted(IMAGE);
    for (String before : List.of("", "\n ", "\uFEFF")) {
      assertThat(images(read(LIMITS, before + json, 1))).containsExactly(ProviderContract.PNG);
    }
    assertThat(read(LIMITS, "[]", 1).root()).isNull();
  }

  @Test
  void limits_whenBroken_areNamed() {
    Limits limits = new Limits(4_000, 300, 1_000, 500);
    String image = "data: {\"b64_json\":\"" + "A".repeat(987);
    assertThat(exceeded(limits, image)).isNull();
    assertThat(exceeded(limits, image + "A"))
        .isEqualTo("an event of the answer is larger than 1000 bytes; raise maxEventBytes");
    assertThat(exceeded(limits, image + "\ndata:")).contains("maxEventBytes");
    assertThat(exceeded(limits, ": ping\n\n".repeat(600)))
        .isEqualTo("the answer is larger than 4000 bytes; raise maxResponseBytes");
    assertThat(exceeded(limits, "data: {\"x\":\"" + "y".repeat(600)))
        .isEqualTo("the answer holds more than 500 bytes beside images");
    assertThat(exceeded(limits, "{\"x\":\"" + "y".repeat(600)))
        .isEqualTo("the answer holds more than 500 bytes beside images");
    assertThat(exceeded(LIMITS, ("data: " + COMPLETED + "\n\n").repeat(11)))
        .isEqualTo("the answer completes more than 10 images");
    assertThat(exceeded(limits, ("data: " + PARTIAL + "\n\n").repeat(20))).isNull();
    ImageBody body =
        read(limits, "data: " + COMPLETED.replace(IMAGE, "QUJD".repeat(101)) + "\n\n", 100);
    assertThat(body.problem()).isEqualTo("image 0 is larger than 300 bytes; raise maxImageBytes");
  }

  @Test
  void stream_ofAnySeedAndAnyChunking_readsAlike() {
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      List<byte[]> sent = new ArrayList<>();
      byte[] stream = stream(seed, random, sent).getBytes(UTF_8);
      byte[] last = sent.remove(sent.size() - 1);
      for (int chunk : new int[] {1, 1 + random.nextInt(50), 1 + random.nextInt(30_000)}) {
        partials.clear();
        ImageBody body = read(LIMITS, stream, chunk);
        assertThat(partials.stream().map(one -> one.bytes().getBytes()).toList())
            .as("seed %d, chunk %d", seed, chunk)
            .containsExactlyElementsOf(sent);
        assertThat(images(body)).as("seed %d, chunk %d", seed, chunk).containsExactly(last);
        assertThat(root(body).at("/usage/output_tokens").asInt()).isEqualTo(seed);
      }
    }
  }

  @Test
  void stream_mutatedAnywhere_readsAlikeInAnyChunkingAndNeverThrows() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      byte[] stream = stream(seed, random, new ArrayList<>()).getBytes(UTF_8);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        stream[random.nextInt(stream.length)] =
            "\"\\{}[],:u0=A\n\r\u0000\u00ff".getBytes(ISO_8859_1)[random.nextInt(16)];
      }
      partials.clear();
      ImageBody whole = read(LIMITS, stream, stream.length);
      List<PartialImage> seen = List.copyOf(partials);
      partials.clear();
      ImageBody pieces = read(LIMITS, stream, 1 + random.nextInt(40));
      assertThat(pieces).as("seed %d", seed).isEqualTo(whole);
      assertThat(partials).as("seed %d", seed).isEqualTo(seen);
      JsonNode root = whole.root();
      if (root != null) {
        OpenAiCodec.answer(false, root, whole);
      }
    }
  }

  /** Up to three partial images and a final one, in any framing and with anything in between. */
  private static String stream(int seed, Random random, List<byte[]> sent) {
    String end = List.of("\n", "\r", "\r\n").get(random.nextInt(3));
    StringBuilder stream = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    int count = random.nextInt(4);
    for (int i = 0; i <= count; i++) {
      if (random.nextInt(3) == 0) {
        stream.append(random.nextBoolean() ? ": \u20ac" : "id: 3").append(end).append(end);
      }
      String type = i < count ? "image_edit.partial_image" : "image_edit.completed";
      if (random.nextBoolean()) {
        stream.append("event:").append(random.nextBoolean() ? " " : "").append(type).append(end);
      }
      byte[] image = image(random);
      sent.add(image);
      String text = Base64.getEncoder().encodeToString(image);
      String between = random.nextInt(3) == 0 ? end + "data: " : "";
      stream
          .append("data:")
          .append(random.nextBoolean() ? " " : "")
          .append("{\"type\":\"%s\",%s\"b64_json\":%s".formatted(type, between, between))
          .append('"')
          .append(random.nextInt(4) == 0 ? text.replace("/", "\\/") : text)
          .append("\",\"created_at\":1,%s".formatted(between))
          .append("\"usage\":{\"output_tokens\":%d},\"partial_image_index\":%d}".formatted(seed, i))
          .append(end)
          .append(i == count && random.nextInt(4) == 0 ? "" : end);
    }
    return stream.toString();
  }

  private static byte[] image(Random random) {
    byte[] noise = new byte[random.nextInt(random.nextInt(10) == 0 ? 40_000 : 60)];
    random.nextBytes(noise);
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(random.nextBoolean() ? ProviderContract.PNG : ProviderContract.JPEG);
    image.writeBytes(noise);
    return image.toByteArray();
  }

  private ImageBody read(Limits limits, String stream, int chunk) {
    return read(limits, stream.getBytes(UTF_8), chunk);
  }

  private ImageBody read(Limits limits, byte[] stream, int chunk) {
    EventStreamReader reader = reader(limits);
    write(reader, stream, chunk);
    assertThat(reader.exceeded()).isNull();
    return reader.end();
  }

  private @Nullable String exceeded(Limits limits, String stream) {
    EventStreamReader reader = reader(limits);
    write(reader, stream.getBytes(UTF_8), 10);
    return reader.exceeded();
  }

  private static void write(EventStreamReader reader, byte[] stream, int chunk) {
    Buffer all = Buffer.buffer(stream);
    for (int i = 0; i < stream.length && reader.exceeded() == null; i += chunk) {
      reader.write(all.slice(i, Math.min(stream.length, i + chunk)));
    }
  }

  private EventStreamReader reader(Limits limits) {
    ImageRequest request = ImageRequest.builder("p").partialImages(3).build();
    ProviderCall call =
        new ProviderCall(
            "a", request, "m", Quality.LOW, Thinking.OFF, Duration.ofSeconds(1), partials::add);
    return new EventStreamReader(OpenAiCodec.IMAGE_KEY, limits, call);
  }

  private static List<byte[]> images(ImageBody body) {
    List<byte[]> images = new ArrayList<>();
    for (JsonNode item : root(body).path("data")) {
      Buffer image = body.image(item.get(OpenAiCodec.IMAGE_KEY));
      assertThat(image).isNotNull();
      images.add(image == null ? new byte[0] : image.getBytes());
    }
    return images;
  }

  private static JsonNode root(ImageBody body) {
    JsonNode root = body.root();
    assertThat(root).isNotNull();
    return root == null ? WireJson.object() : root;
  }
}
