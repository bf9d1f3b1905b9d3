package dev.halftone.store;

import io.vertx.core.Future;
import java.util.List;

/** Passes everything on: extend it to change some of it. */
abstract class ForwardingScripts implements Scripts {
  private final Scripts scripts;

  ForwardingScripts(Scripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
    return scripts.run(step, keys, args);
  }

  @Override
  public void disconnect() {
    scripts.disconnect();
  }

  @Override
  public Future<Void> close() {
    return scripts.close();
  }

  @Override
  public String server() {
    return scripts.server();
  }
}
