package dev.halftone.simulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends one streamed answer, event by event, as its plan says. A client that hangs up is charged
 * for the whole, at the time the work ends. Lives on the server's context; not thread-safe.
 */
final class EventStream {
  private final ImageCall call;
  private final StreamPlan plan;
  private final Timer timer;
  private final Runnable onEnd;
  private int sent;

  EventStream(ImageCall call, StreamPlan plan, Timer timer, Runnable onEnd) {
    this.call = call;
    this.plan = plan;
    this.timer = timer;
    this.onEnd = onEnd;
  }

  /** Waits in simulated time. */
  interface Timer {
    void after(long simulatedNanos, Runnable action);
  }

  /** Sends the head of the answer, before there is any event. */
  void open() {
    if (!call.clientIsGone()) {
      call.stamp();
      HttpServerResponse response = call.response();
      response.putHeader("content-type", "text/event-stream; charset=utf-8");
      response.putHeader("cache-control", "no-cache");
      response.setChunked(true);
      response.writeHead();
    }
  }

  void run(StreamedWork work) {
    timer.after(
        plan.nanosBetween(),
        () -> {
          if (sent < work.partials().size()) {
            write(work.partials().get(sent++));
            run(work);
          } else {
            finish(work);
          }
        });
  }

  /** Ends a stream whose pictures could not be drawn. */
  void fail() {
    end(Bill.NOTHING, InvoiceLine.Ending.ANSWERED, StreamedWork.error(call.envelope()));
  }

  private void finish(StreamedWork work) {
    byte[] last = work.completed();
    switch (plan.ending()) {
      case COMPLETED -> end(work.bill(), InvoiceLine.Ending.ANSWERED, last);
      case ERROR_EVENT -> fail();
      case CUT -> cut(work.bill(), new byte[0]);
      case CUT_IN_COMPLETED -> {
        byte[] half = new byte[last.length / 2];
        System.arraycopy(last, 0, half, 0, half.length);
        cut(work.bill(), half);
      }
    }
  }

  private void end(Bill bill, InvoiceLine.Ending ending, byte[] event) {
    onEnd.run();
    if (call.clientIsGone()) {
      call.end(bill, 0, InvoiceLine.Ending.CLIENT_GONE);
    } else if (call.end(bill, 200, ending)) {
      call.response().end(Buffer.buffer(event));
    }
  }

  private void cut(Bill bill, byte[] rest) {
    onEnd.run();
    if (call.clientIsGone()) {
      call.end(bill, 0, InvoiceLine.Ending.CLIENT_GONE);
    } else if (call.end(bill, 200, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      write(rest).onComplete(written -> call.hangUp());
    }
  }

  private Future<Void> write(byte[] bytes) {
    return call.clientIsGone()
        ? Future.succeededFuture()
        : call.response().write(Buffer.buffer(bytes));
  }
}
