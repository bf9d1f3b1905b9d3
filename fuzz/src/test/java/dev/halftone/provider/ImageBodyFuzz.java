package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Feeds arbitrary bytes in arbitrary pieces to the reader of answers. It must not throw, must read
 * the same however the bytes are cut, must find JSON exactly where Jackson finds it, and must stay
 * within its limits.
 */
class ImageBodyFuzz {
  private static final Limits LIMITS = Bodies.limits();

  @FuzzTest(maxDuration = "10m")
  void answer_ofAnyBytes_isReadOrRefused(FuzzedDataProvider data) {
    String key = data.consumeBoolean() ? OpenAiCodec.IMAGE_KEY : VercelCodec.IMAGE_KEY;
    int piece = data.consumeInt(1, 64);
    byte[] body = data.consumeRemainingAsBytes();

    ImageBodyReader whole = new ImageBodyReader(key, LIMITS);
    whole.write(Buffer.buffer(body));
    ImageBodyReader pieces = new ImageBodyReader(key, LIMITS);
    for (int from = 0; from < body.length && pieces.exceeded() == null; from += piece) {
      pieces.write(Buffer.buffer(body).slice(from, Math.min(body.length, from + piece)));
    }

    assertThat(pieces.exceeded()).isEqualTo(whole.exceeded());
    if (whole.exceeded() == null) {
      ImageBody read = whole.end();
      assertThat(pieces.end()).isEqualTo(read);
      checkAgainstJackson(body, read);
    }
  }

  private static void checkAgainstJackson(byte[] body, ImageBody read) {
    JsonNode expected = WireJson.parse(body);
    JsonNode skeleton = read.root();
    if (expected == null) {
      // Text that stands in for an image may hide what Jackson refuses in it, never more.
      if (skeleton != null) {
        assertThat(read.images()).isNotEmpty();
      }
      return;
    }
    List<String> names = new ArrayList<>();
    Objects.requireNonNull(skeleton, "Jackson reads it and we do not")
        .fieldNames()
        .forEachRemaining(names::add);
    assertThat(names).hasSize(expected.size());
    for (Buffer image : read.images()) {
      assertThat((long) image.length()).isLessThanOrEqualTo(LIMITS.imageBytes());
    }
  }
}
