package dev.halftone.provider;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads answers from a {@link LargeAnswers} in a process of its own, whose heap {@link MemoryTest}
 * bounds. Prints the heap in use once all is warm, then a line for each large answer.
 */
final class MemoryProbe {
  private static final long SMALL = 200_000;
  private static final int LIMIT = 16 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final String origin;

  private MemoryProbe(String origin) {
    this.origin = origin;
  }

  /**
   * Runs it.
   *
   * @param args the origin of the server, the bytes of each large answer or 0 for none, and whether
   *     endless ones follow
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    MemoryProbe probe = new MemoryProbe(args[0]);
    for (String kind : LargeAnswers.KINDS) {
      probe.read(kind, SMALL);
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    out.println("idle " + (runtime.totalMemory() - runtime.freeMemory()));
    long bytes = Long.parseLong(args[1]);
    for (String kind : bytes == 0 ? List.<String>of() : LargeAnswers.KINDS) {
      out.println(kind + " " + probe.read(kind, bytes));
    }
    for (String kind : Boolean.parseBoolean(args[2]) ? LargeAnswers.KINDS : List.<String>of()) {
      out.println("endless " + kind + " " + probe.read(kind, LargeAnswers.ENDLESS));
    }
    probe.vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /** The bytes of the image that came, or why none did. */
  private String read(String kind, long bytes) throws Exception {
    ImageProvider provider = provider(kind, bytes);
    ImageRequest.Builder request = ImageRequest.builder("a lighthouse");
    if (kind.equals(LargeAnswers.STREAM)) {
      request.partialImages(1);
    }
    ProviderCall call =
        new ProviderCall(
            "attempt-17",
            request.build(),
            "gpt-image-2",
            Quality.LOW,
            Thinking.OFF,
            Duration.ofSeconds(20));
    String said =
        provider
            .generate(call)
            .map(answer -> Integer.toString(answer.images().get(0).bytes().length()))
            .otherwise(Throwable::getMessage)
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    provider.close();
    return said;
  }

  private ImageProvider provider(String kind, long bytes) {
    String url = "%s/%s/%d".formatted(origin, kind, bytes);
    boolean limited = bytes == LargeAnswers.ENDLESS;
    if (kind.equals(LargeAnswers.DOWNLOAD)) {
      FalOptions.Builder options =
          FalOptions.builder().runUrl(url).direct(true).models(Set.of("gpt-image-2"));
      options.key(Secret.of("k")).maxImageBytes(limited ? LIMIT : 1L << 30);
      return FalProvider.create(vertx, options.build());
    }
    OpenAiOptions.Builder options = OpenAiOptions.builder().baseUrl(url);
    options.models(Set.of("gpt-image-2")).key(Secret.of("k"));
    options.maxResponseBytes(limited ? LIMIT : 1L << 30);
    return OpenAiProvider.create(vertx, options.build());
  }
}
