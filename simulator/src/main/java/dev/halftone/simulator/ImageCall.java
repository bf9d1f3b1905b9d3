package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One call for images on its way: what is known of it, the one invoice line it gets, and the ways
 * it can end. Lives on the server's context; not thread-safe.
 */
final class ImageCall {
  private final RoutingContext context;
  private final Dialect dialect;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final String requestId;
  private final long startNanos;
  private @Nullable ImageOrder order;
  private @Nullable LimitState limits;
  private boolean ended;

  ImageCall(
      RoutingContext context,
      Dialect dialect,
      InvoiceBook book,
      SimulatedClock clock,
      String requestId) {
    this.context = context;
    this.dialect = dialect;
    this.book = book;
    this.clock = clock;
    this.requestId = requestId;
    this.startNanos = clock.nowNanos();
  }

  String requestId() {
    return requestId;
  }

  void ordered(ImageOrder order) {
    this.order = order;
  }

  void limited(LimitState limits) {
    this.limits = limits;
  }

  boolean clientIsGone() {
    return response().closed();
  }

  /** Sends a failure; nothing is charged. */
  void reject(Rejection rejection) {
    if (clientIsGone()) {
      end(Bill.NOTHING, 0, InvoiceLine.Ending.CLIENT_GONE);
      return;
    }
    if (!end(Bill.NOTHING, rejection.status(), InvoiceLine.Ending.ANSWERED)) {
      return;
    }
    stamp();
    if (rejection.waitMillis() > 0) {
      dialect.stampWait(response().headers(), rejection.waitMillis());
    }
    ObjectNode body = dialect.failure(rejection, requestId);
    Answers.send(response(), rejection.status(), body);
  }

  /** Sends the pictures and charges them. */
  void answer(Bill bill, byte[] body) {
    if (clientIsGone()) {
      end(bill, 0, InvoiceLine.Ending.CLIENT_GONE);
    } else if (end(bill, 200, InvoiceLine.Ending.ANSWERED)) {
      stamp();
      response().putHeader("content-type", "application/json");
      response().end(Buffer.buffer(body));
    }
  }

  void cutBeforeWork() {
    if (end(Bill.NOTHING, 0, InvoiceLine.Ending.CUT_BEFORE_WORK)) {
      context.request().connection().close();
    }
  }

  /** Charges the pictures and cuts the connection, at once or in the middle of the answer. */
  void cutAfterWork(Bill bill, byte[] body, boolean midBody) {
    if (clientIsGone()) {
      end(bill, 0, InvoiceLine.Ending.CLIENT_GONE);
      return;
    }
    if (!end(bill, midBody ? 200 : 0, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      return;
    }
    if (!midBody) {
      context.request().connection().close();
      return;
    }
    stamp();
    response().putHeader("content-type", "application/json");
    response().putHeader("content-length", Integer.toString(body.length));
    response()
        .write(Buffer.buffer(body).slice(0, body.length / 2))
        .onComplete(written -> context.request().connection().close());
  }

  /** Writes the line before the client can see anything; false when there is one already. */
  boolean end(Bill bill, int status, InvoiceLine.Ending ending) {
    if (ended) {
      return false;
    }
    ended = true;
    String clientId = context.request().getHeader(dialect.clientRequestIdHeader());
    book.add(
        new InvoiceLine(
            dialect.provider(),
            order == null ? "" : order.model().id(),
            order == null ? "" : order.quality(),
            order == null ? "" : order.size().toString(),
            order == null ? 0 : order.images(),
            bill.textInput(),
            bill.imageInput(),
            bill.imageOutput(),
            bill.textOutput(),
            bill.nanoUsd(),
            status,
            ending,
            requestId,
            clientId == null ? "" : clientId));
    return true;
  }

  /** The body of a failure of the server. */
  byte[] envelope() {
    ObjectNode body = dialect.failure(Rejection.broken(), requestId);
    return body == null ? new byte[0] : Wire.bytes(body);
  }

  void hangUp() {
    context.request().connection().close();
  }

  void stamp() {
    long workMillis = clock.realMillis(clock.nowNanos() - startNanos);
    dialect.stamp(response().headers(), requestId, limits, workMillis);
  }

  HttpServerResponse response() {
    return context.response();
  }
}
