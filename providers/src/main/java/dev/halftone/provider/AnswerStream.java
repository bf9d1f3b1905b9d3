package dev.halftone.provider;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the body of one answer to an {@link ImageBodyReader} and reports a broken limit at once.
 */
final class AnswerStream implements BodyStream<ImageBody>, BodyCodec<ImageBody> {
  private final ImageBodyReader reader;
  private final Consumer<String> onExceeded;
  private final Promise<ImageBody> result = Promise.promise();

  AnswerStream(ImageBodyReader reader, Consumer<String> onExceeded) {
    this.reader = reader;
    this.onExceeded = onExceeded;
  }

  @Override
  public BodyStream<ImageBody> stream() {
    return this;
  }

  @Override
  public Future<ImageBody> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (reader.exceeded() == null) {
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
  public AnswerStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public AnswerStream setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public AnswerStream drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
