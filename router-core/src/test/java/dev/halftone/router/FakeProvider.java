package dev.halftone.router;

import dev.halftone.cost.Usage;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A provider that does what a test says and remembers what it was asked. */
final class FakeProvider implements ImageProvider {
  static final Usage USAGE = new Usage(10, 0, 1756, 0);

  private final String name;
  private final String priceList;
  private Capabilities capabilities;
  final List<ProviderCall> calls = new ArrayList<>();
  Function<ProviderCall, Future<ProviderAnswer>> behaviour = call -> images(call, USAGE);

  FakeProvider(String name, String priceList, String... models) {
    this.name = name;
    this.priceList = priceList;
    capabilities =
        Capabilities.of(Set.of(models))
            .formats(Set.of(OutputFormat.PNG, OutputFormat.JPEG))
            .honoured(Set.of(Parameter.THINKING, Parameter.SIZE))
            .build();
  }

  static FakeProvider openAi() {
    return new FakeProvider("openai", "openai", "gpt-image-2");
  }

  static FakeProvider azure() {
    return new FakeProvider("azure", "azure-foundry", "gpt-image-2");
  }

  static Future<ProviderAnswer> images(ProviderCall call, Usage usage) {
    return Future.succeededFuture(answer(call, usage));
  }

  static ProviderAnswer answer(ProviderCall call, Usage usage) {
    List<GeneratedImage> images = new ArrayList<>();
    for (int i = 0; i < call.request().n(); i++) {
      images.add(
          new GeneratedImage(
              Buffer.buffer("image " + i + " of " + call.attemptId()), OutputFormat.PNG, null));
    }
    return ProviderAnswer.of(images).usage(usage).requestId("req-" + call.attemptId()).build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String priceList() {
    return priceList;
  }

  /** Declares more, before the first call. */
  FakeProvider declare(UnaryOperator<Capabilities.Builder> more) {
    capabilities = more.apply(capabilities.newBuilder()).build();
    return this;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    calls.add(call);
    return behaviour.apply(call);
  }
}
