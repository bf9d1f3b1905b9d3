package dev.halftone.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The way of one instance to a simulated Redis over a simulated network. */
final class SimulatedScripts implements LocalScripts {
  private final SimulatedRedis redis;
  private final SimulatedNetwork network;
  private final BooleanSupplier alive;

  SimulatedScripts(SimulatedRedis redis, SimulatedNetwork network, BooleanSupplier alive) {
    this.redis = redis;
    this.network = network;
    this.alive = alive;
  }

  @Override
  public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
    String what = step.name().toLowerCase(Locale.ROOT) + " " + (args.size() > 2 ? args.get(2) : "");
    return send(what, words("EVALSHA", Script.SHA, step, keys, args))
        .compose(
            reply ->
                reply.startsWith("NOSCRIPT")
                    ? send(what, words("EVAL", Script.TEXT, step, keys, args))
                    : Future.succeededFuture(reply))
        .compose(Reply::future);
  }

  static List<String> words(
      String command, String text, RedisStep step, List<String> keys, List<String> args) {
    List<String> words = new ArrayList<>();
    words.add(command);
    words.add(text);
    words.add(Integer.toString(keys.size()));
    words.addAll(keys);
    words.add(step.name());
    words.addAll(args);
    return words;
  }

  private Future<Reply> send(String what, List<String> words) {
    return network.send(what, alive, () -> Future.succeededFuture(new Reply(redis.command(words))));
  }

  /** What came back. */
  record Reply(@Nullable Object value) {
    boolean startsWith(String error) {
      return value instanceof RedisError failure && failure.text().startsWith(error);
    }

    @SuppressWarnings("unchecked")
    Future<List<Object>> future() {
      if (value instanceof RedisError error) {
        boolean passing = error.text().startsWith("NOSCRIPT");
        return Future.failedFuture(new ServerRefusal(error.text(), passing));
      }
      return Future.succeededFuture((List<Object>) value);
    }
  }
}
