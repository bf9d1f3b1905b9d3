package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds arbitrary bytes in arbitrary pieces to the reader of event streams. It must not throw, must
 * read the same however the bytes are cut, and must keep to its limits of events and images.
 */
class EventStreamFuzz {
  private static final int PARTIALS = 3;

  @FuzzTest(maxDuration = "10m")
  void stream_ofAnyBytes_isReadOrRefused(FuzzedDataProvider data) {
    int piece = data.consumeInt(1, 64);
    byte[] body = data.consumeRemainingAsBytes();

    List<PartialImage> atOnce = new ArrayList<>();
    EventStreamReader whole = reader(atOnce);
    whole.write(Buffer.buffer(body));
    List<PartialImage> inPieces = new ArrayList<>();
    EventStreamReader pieces = reader(inPieces);
    for (int from = 0; from < body.length && pieces.exceeded() == null; from += piece) {
      pieces.write(Buffer.buffer(body).slice(from, Math.min(body.length, from + piece)));
    }

    // Where two limits are broken at once, the cut of the bytes decides which is met first.
    assertThat(pieces.exceeded() == null).isEqualTo(whole.exceeded() == null);
    assertThat(inPieces).isEqualTo(atOnce);
    assertThat(atOnce).hasSizeLessThanOrEqualTo(PARTIALS);
    if (whole.exceeded() == null) {
      ImageBody read = whole.end();
      assertThat(pieces.end()).isEqualTo(read);
      assertThat(read.images()).hasSizeLessThanOrEqualTo(body.length);
      for (Buffer image : read.images()) {
        assertThat((long) image.length()).isLessThanOrEqualTo(Bodies.limits().imageBytes());
      }
    }
  }

  private static EventStreamReader reader(List<PartialImage> partials) {
    ImageRequest request = ImageRequest.builder("x").partialImages(PARTIALS).build();
    ProviderCall call =
        new ProviderCall(
            "a",
            request,
            "m",
            Quality.LOW,
            Thinking.OFF,
            Duration.ofSeconds(1),
            partials::add);
    return new EventStreamReader(OpenAiCodec.IMAGE_KEY, Bodies.limits(), call);
  }
}
