package dev.halftone.router;

import dev.halftone.image.PartialImage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes partial images on to whoever asked, and lets him fail no request. Thread-safe. */
final class PartialsListener implements Consumer<PartialImage> {
  private static final Logger log = LoggerFactory.getLogger(PartialsListener.class);

  private final Consumer<PartialImage> listener;
  private final AtomicBoolean logged = new AtomicBoolean();

  PartialsListener(Consumer<PartialImage> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(PartialImage partial) {
    try {
      listener.accept(partial);
    } catch (RuntimeException e) {
      if (logged.compareAndSet(false, true)) {
        log.warn("a listener of partial images threw; this is logged once a request", e);
      }
    }
  }
}
