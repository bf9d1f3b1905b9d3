package dev.halftone.cli;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;

/**
 * A provider that can be quoted and never called: it has neither key nor connections. A call fails
 * before anything is sent, so it cannot cost money.
 *
 * @param name what it is called in the answer
 */
record QuoteOnlyProvider(String name, String priceList, Capabilities capabilities)
    implements ImageProvider {
  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture(
        ProviderFailure.of(ProviderFailure.Kind.NOT_FOUND)
            .build(name + ": not sent: it is here for quotes only"));
  }
}
