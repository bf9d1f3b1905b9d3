package dev.halftone.provider;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Hands values on, each when the future of the one before has completed. Runs on one context.
 *
 * @param <T> what is handed on
 */
final class InTurn<T> {
  private final Context context;
  private final Iterator<T> values;
  private final Function<T, Future<Void>> sink;
  private final Promise<Void> done = Promise.promise();

  private InTurn(Context context, Iterator<T> values, Function<T, Future<Void>> sink) {
    this.context = context;
    this.values = values;
    this.sink = sink;
  }

  /** Hands on all values, or those before the first that the sink fails at. */
  static <T> Future<Void> each(
      Context context, Iterable<T> values, Function<T, Future<Void>> sink) {
    InTurn<T> all = new InTurn<>(context, values.iterator(), sink);
    all.run();
    return all.done.future();
  }

  /** A loop and no chain of futures, which would be as deep as there are values. */
  private void run() {
    while (values.hasNext()) {
      Future<Void> taken;
      try {
        taken = sink.apply(values.next());
      } catch (RuntimeException e) {
        done.fail(e);
        return;
      }
      if (!taken.succeeded()) {
        taken.onComplete(
            v -> context.runOnContext(next -> run()),
            cause -> context.runOnContext(next -> done.fail(cause)));
        return;
      }
    }
    done.complete();
  }
}
