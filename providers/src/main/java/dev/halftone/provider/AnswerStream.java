package dev.halftone.provider;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Feeds the body of one answer to an {@link AnswerReader} and reports a broken limit at once. */
final class AnswerStream<T> implements BodyStream<T>, BodyCodec<T> {
  private final AnswerReader<T> reader;
  private final Consumer<String> onExceeded;
  private final Promise<T> result = Promise.promise();
  private boolean stopped;

  AnswerStream(AnswerReader<T> reader, Consumer<String> onExceeded) {
    this.reader = reader;
    this.onExceeded = onExceeded;
  }

  /** Passes over what still comes: the call is over, so no partial image may come of it. */
  void stop() {
    stopped = true;
  }

  @Override
  public BodyStream<T> stream() {
    return this;
  }

  @Override
  public Future<T> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (!stopped && reader.exceeded() == null) {
      reader.write(chunk);
      String limit = reader.exceeded();
      if (limit != null) {
        onExceeded.accept(limit);
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    result.tryComplete(reader.end());
    return Future.succeededFuture();
  }

  @Override
  public void handle(Throwable cause) {
    result.tryFail(cause);
  }

  @Override
  public AnswerStream<T> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public AnswerStream<T> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public AnswerStream<T> drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
