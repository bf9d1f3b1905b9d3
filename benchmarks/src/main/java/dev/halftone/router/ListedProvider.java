package dev.halftone.router;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Future;
import java.util.Set;

/** A provider that can be planned for and serves nothing. */
record ListedProvider(String name, String priceList, Capabilities capabilities)
    implements ImageProvider {
  ListedProvider(String name, String priceList, Set<String> models) {
    this(name, priceList, Capabilities.of(models).formats(Set.of(OutputFormat.PNG)).build());
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture("nothing is sent in a benchmark");
  }
}
