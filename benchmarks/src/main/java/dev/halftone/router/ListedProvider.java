package dev.halftone.router;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Future;
import java.util.Set;

/** A provider that can be planned for and serves nothing; named as its price list. */
record ListedProvider(String name, Capabilities capabilities) implements ImageProvider {
  ListedProvider(String name, Set<String> models) {
    this(name, Capabilities.of(models).formats(Set.of(OutputFormat.PNG)).build());
  }

  @Override
  public String priceList() {
    return name;
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture("nothing is sent in a benchmark");
  }
}
