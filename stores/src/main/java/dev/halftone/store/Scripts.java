package dev.halftone.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * Runs steps of the {@link Script} on a Redis server, each as a whole or not at all. The one way to
 * the server, so that a simulation can stand in for it.
 */
interface Scripts {
  /**
   * Runs a step once.
   *
   * @return what the script returned: strings, longs and lists of them. It fails with {@link
   *     ServerRefusal} if the server certainly did nothing; any other failure means that nobody
   *     knows whether the step was made
   */
  Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args);

  /** Drops the connection, if there is one; the next run makes a new one. */
  void disconnect();

  /** Ends every use. */
  Future<Void> close();

  /** Where the server is, for messages: host and port, nothing secret. */
  String server();
}
