package dev.halftone.image;

import io.vertx.core.Future;

/**
 * A place that makes images: the one interface a new provider implements.
 *
 * <p>Implementations are thread-safe and never block. They send each call at most once; what may be
 * tried again is the router's decision.
 */
public interface ImageProvider {
  /** The name it is configured under, such as {@code azure-se}; unique in a router. */
  String name();

  /** The price list in the catalogue that it bills by, such as {@code azure-foundry}. */
  String priceList();

  Capabilities capabilities();

  /**
   * Sends one call. This can cost money.
   *
   * @return the images, or a future failed with {@link ProviderFailure}; never null, never throwing
   */
  Future<ProviderAnswer> generate(ProviderCall call);

  /** Releases its connections; calls in flight fail. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
