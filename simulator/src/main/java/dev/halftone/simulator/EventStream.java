package dev.halftone.simulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;

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
    fail(Bill.NOTHING, Rejection.broken());
  }

  private void fail(Bill bill, Rejection rejection) {
    end(bill, InvoiceLine.Ending.ANSWERED, StreamedWork.error(call.envelope(rejection)));
  }

  private void finish(StreamedWork work) {
    byte[] last = work.completed();
    switch (plan.ending()) {
      case COMPLETED -> end(work.bill(), InvoiceLine.Ending.ANSWERED, last);
      case SPOILED -> end(work.bill(), InvoiceLine.Ending.SPOILED, last);
      case ERROR_EVENT -> fail();
      case REFUSED_EVENT -> fail(work.bill(), Rejection.refusedOutput(call.requestId()));
      case CUT -> cut(work.bill(), last, 0);
      case CUT_IN_COMPLETED -> cut(work.bill(), last, last.length / 2);
      case CUT_BEFORE_LAST_BYTE -> cut(work.bill(), last, last.length - 1);
      case HUNG -> {
        call.begin(work.bill(), 200, InvoiceLine.Ending.HUNG);
        onEnd.run();
      }
    }
  }

  private void end(Bill bill, InvoiceLine.Ending ending, byte[] event) {
    if (call.begin(bill, 200, ending)) {
      call.response().end(Buffer.buffer(event));
    }
    onEnd.run();
  }

  private void cut(Bill bill, byte[] event, int sent) {
    if (call.begin(bill, 200, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      write(Arrays.copyOf(event, sent)).onComplete(written -> call.close());
    }
    onEnd.run();
  }

  private Future<Void> write(byte[] bytes) {
    return call.clientIsGone()
        ? Future.succeededFuture()
        : call.response().write(Buffer.buffer(bytes));
  }
}
