package dev.halftone.router;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener, and lets none of them fail a request. */
final class Listeners implements RouterListener {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<RouterListener> listeners;
  private final Set<RouterListener> logged = ConcurrentHashMap.newKeySet();

  Listeners(List<RouterListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void on(RouterEvent event) {
    for (RouterListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        if (logged.add(listener)) {
          log.warn("{} threw; this is logged once", listener.getClass().getName(), e);
        }
      }
    }
  }
}
