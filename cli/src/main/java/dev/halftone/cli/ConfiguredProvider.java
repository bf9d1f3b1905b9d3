package dev.halftone.cli;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A provider with what the configuration adds to it. Calls go through it unchanged, so they cost
 * what the provider takes.
 *
 * @param timeout the longest one call may take, or null for what the request has left
 */
record ConfiguredProvider(ImageProvider inner, @Nullable Duration timeout)
    implements ImageProvider {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String priceList() {
    return inner.priceList();
  }

  @Override
  public Capabilities capabilities() {
    return inner.capabilities();
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    if (timeout == null || timeout.compareTo(call.timeout()) >= 0) {
      return inner.generate(call);
    }
    return inner.generate(
        new ProviderCall(call.attemptId(), call.request(), call.model(), call.quality(), timeout));
  }

  @Override
  public Future<Void> close() {
    return inner.close();
  }
}
