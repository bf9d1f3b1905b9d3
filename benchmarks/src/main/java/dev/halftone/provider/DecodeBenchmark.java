package dev.halftone.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halftone.image.ProviderAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does it cost to turn OpenAI's answer, as it arrives in 64 KB pieces, into the
 * bytes of the image?
 *
 * <p>Baselines, each gathering the pieces first as an HTTP client does: Jackson's tree and the
 * JDK's decoder, which is what client libraries do; Vert.x's {@code JsonObject} and the same
 * decoder; Jackson's stream, which decodes without a string, the best that is to be had from it.
 * They read the image only; ours also makes the answer with its usage and checks the format. 1.9 MB
 * is one 1024x1024 PNG. The image is random after its first bytes: compressed data is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final String HEAD =
      "{\"created\":1794000000,\"background\":\"opaque\",\"data\":[{\"b64_json\":\"";
  private static final String TAIL =
      "\"}],\"output_format\":\"png\",\"quality\":\"medium\",\"size\":\"1024x1024\","
          + "\"usage\":{\"input_tokens\":24,\"input_tokens_details\":{\"image_tokens\":0,"
          + "\"text_tokens\":24},\"output_tokens\":1756,\"output_tokens_details\":"
          + "{\"image_tokens\":1756,\"text_tokens\":0},\"total_tokens\":1780}}";

  /** Bytes of the answer over the wire, to within a group of four. */
  @Param({"1900000", "8000000"})
  public int wireBytes;

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonFactory json = new JsonFactory();
  private List<Buffer> chunks = List.of();
  private int bodyBytes;

  /** Makes the answer, and makes sure that everyone reads the same image from it. */
  @Setup
  public void makeAnswer() throws IOException {
    byte[] image = new byte[(wireBytes - HEAD.length() - TAIL.length()) / 4 * 3];
    new Random(17).nextBytes(image);
    System.arraycopy(PNG, 0, image, 0, PNG.length);
    byte[] body =
        (HEAD + Base64.getEncoder().encodeToString(image) + TAIL)
            .getBytes(StandardCharsets.US_ASCII);
    List<Buffer> pieces = new ArrayList<>();
    for (int i = 0; i < body.length; i += CHUNK_BYTES) {
      pieces.add(
          Buffer.buffer(Arrays.copyOfRange(body, i, Math.min(body.length, i + CHUNK_BYTES))));
    }
    chunks = List.copyOf(pieces);
    bodyBytes = body.length;
    ProviderAnswer answer = incremental();
    if (!Arrays.equals(image, answer.images().get(0).bytes().getBytes())
        || !Arrays.equals(image, baselineJacksonTree())
        || !Arrays.equals(image, baselineVertxJsonObject())
        || !Arrays.equals(image, baselineJacksonStream())) {
      throw new IllegalStateException("the image that was read is not the one sent");
    }
  }

  @Benchmark
  public ProviderAnswer incremental() {
    ImageBodyReader reader =
        new ImageBodyReader(OpenAiCodec.IMAGE_KEY, Limits.ofBody(2L * wireBytes));
    for (int i = 0; i < chunks.size(); i++) {
      reader.write(chunks.get(i));
    }
    ImageBody body = reader.end();
    return Objects.requireNonNull(
            OpenAiCodec.answer(false, Objects.requireNonNull(body.root()), body))
        .build();
  }

  @Benchmark
  public byte[] baselineJacksonTree() throws IOException {
    String text = mapper.readTree(gathered()).path("data").path(0).path("b64_json").textValue();
    return Base64.getDecoder().decode(text);
  }

  @Benchmark
  public byte[] baselineVertxJsonObject() {
    Buffer body = Buffer.buffer();
    for (int i = 0; i < chunks.size(); i++) {
      body.appendBuffer(chunks.get(i));
    }
    JsonObject root = body.toJsonObject();
    return Base64.getDecoder()
        .decode(root.getJsonArray("data").getJsonObject(0).getString("b64_json"));
  }

  @Benchmark
  public byte[] baselineJacksonStream() throws IOException {
    try (JsonParser parser = json.createParser(gathered())) {
      byte[] image = {};
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && "b64_json".equals(parser.currentName())) {
          image = parser.getBinaryValue();
        }
      }
      return image;
    }
  }

  /** As cheaply as can be: into one array of the right size, as if the length had been declared. */
  private byte[] gathered() {
    byte[] body = new byte[bodyBytes];
    int at = 0;
    for (int i = 0; i < chunks.size(); i++) {
      Buffer chunk = chunks.get(i);
      chunk.getBytes(body, at);
      at += chunk.length();
    }
    return body;
  }
}
