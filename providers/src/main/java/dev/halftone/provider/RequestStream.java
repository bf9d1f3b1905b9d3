package dev.halftone.provider;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A request body in pieces, which knows whether any of it left.
 *
 * <p>Its end is held back until the whole answer is there. Over HTTP/1.1 the server does not
 * notice, because the content length tells it where the body ends. But a request that has not ended
 * is the only thing through which Web Client lets go of a connection: once the head of an answer is
 * there, it has no other way to stop reading a body that is late or too large. Used on one context
 * only.
 */
final class RequestStream implements ReadStream<Buffer> {
  /** What is handed over at a time, since a connection copies all of it before it sends it. */
  private static final int SLICE_BYTES = 64 * 1024;

  private final List<Buffer> body;
  private @Nullable Handler<Buffer> dataHandler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private boolean sent;
  private boolean flowing;
  private int next;
  private int position;
  private boolean over;

  RequestStream(List<Buffer> body) {
    // An empty piece makes the head leave.
    this.body = body.isEmpty() ? List.of(Buffer.buffer()) : body;
  }

  /** Whether any of it was handed to a connection. Before that, no server can have acted on it. */
  boolean sent() {
    return sent;
  }

  /** Lets the request end, so that the connection can serve the next one. */
  void finish() {
    Handler<Void> handler = endHandler;
    if (!over && handler != null) {
      over = true;
      handler.handle(null);
    }
  }

  /** Closes the connection, or keeps the body from being sent if it was not yet. */
  void abandon() {
    Handler<Throwable> handler = exceptionHandler;
    if (!over) {
      over = true;
      if (handler != null) {
        handler.handle(new CancellationException("call abandoned"));
      }
    }
  }

  private void flow() {
    Handler<Buffer> handler = dataHandler;
    if (!flowing || handler == null) {
      return;
    }
    while (!over && flowing && next < body.size()) {
      sent = true;
      handler.handle(slice());
    }
  }

  private Buffer slice() {
    Buffer piece = body.get(next);
    int from = position;
    int to = Math.min(piece.length(), from + SLICE_BYTES);
    if (to < piece.length()) {
      position = to;
    } else {
      position = 0;
      next++;
    }
    return from == 0 && to == piece.length() ? piece : piece.slice(from, to);
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    dataHandler = handler;
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    flowing = false;
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    flowing = true;
    flow();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    return resume();
  }
}
