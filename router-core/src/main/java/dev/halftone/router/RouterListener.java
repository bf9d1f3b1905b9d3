package dev.halftone.router;

/**
 * Watches requests. Called on the thread where the event happens, so it must be quick and must not
 * block; what it throws is caught, logged once, and never fails a request.
 */
@FunctionalInterface
public interface RouterListener {
  void on(RouterEvent event);
}
