package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
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

  @Nullable LimitState limits() {
    return limits;
  }

  /** Sends a failure; nothing is charged. */
  void reject(Rejection rejection) {
    rejectWorked(Bill.NOTHING, rejection);
  }

  /** Sends a failure that is charged all the same. */
  void rejectWorked(Bill bill, Rejection rejection) {
    if (begin(bill, rejection.status(), InvoiceLine.Ending.ANSWERED)) {
      stamp();
      String retryAfter = rejection.retryAfter();
      if (retryAfter == null) {
        if (rejection.waitMillis() > 0) {
          dialect.stampWait(response().headers(), rejection.waitMillis());
        }
      } else if (!retryAfter.isEmpty()) {
        response().putHeader("retry-after", retryAfter);
      }
      ObjectNode body = dialect.failure(rejection, requestId);
      Answers.send(response(), rejection.status(), body);
    }
  }

  /** Sends a failure as if it were a success. */
  void errorInOk(Rejection rejection) {
    if (begin(Bill.NOTHING, 200, InvoiceLine.Ending.SPOILED)) {
      stamp();
      Answers.send(response(), 200, dialect.failure(rejection, requestId));
    }
  }

  /** Sends the pictures and charges them. */
  void answer(Bill bill, byte[] body) {
    if (begin(bill, 200, InvoiceLine.Ending.ANSWERED)) {
      send(body);
    }
  }

  /** Sends what should be pictures and charges them. */
  void spoil(Bill bill, byte[] body) {
    if (begin(bill, 200, InvoiceLine.Ending.SPOILED)) {
      send(body);
    }
  }

  /** Charges the pictures and sends them in {@code pieces}, each some time after the other. */
  void drip(Bill bill, byte[] body, Vertx vertx, int pieces, long millisApart) {
    if (begin(bill, 200, InvoiceLine.Ending.ANSWERED)) {
      stamp();
      response().putHeader("content-type", "application/json");
      response().putHeader("content-length", Integer.toString(body.length));
      dripOn(Buffer.buffer(body), 0, Math.max(1, body.length / pieces), vertx, millisApart);
    }
  }

  private void dripOn(Buffer body, int from, int size, Vertx vertx, long millisApart) {
    if (clientIsGone()) {
      return;
    }
    int to = Math.min(body.length(), from + size);
    if (to == body.length()) {
      response().end(body.slice(from, to));
    } else {
      response().write(body.slice(from, to));
      vertx.setTimer(millisApart, timer -> dripOn(body, to, size, vertx, millisApart));
    }
  }

  /** Answers as a proxy does that knows nothing of the provider's ways. */
  void proxyFailure(Bill bill, int status, String reason) {
    if (begin(bill, status, InvoiceLine.Ending.PROXY_FAILED)) {
      Answers.sendProxyFailure(response(), status, reason);
    }
  }

  /** Says nothing, for as long as the client waits. */
  void hang(Bill bill) {
    begin(bill, 0, InvoiceLine.Ending.HUNG);
  }

  void cutBeforeRead() {
    if (begin(Bill.NOTHING, 0, InvoiceLine.Ending.CUT_BEFORE_READ)) {
      close();
    }
  }

  void cutBeforeWork() {
    if (begin(Bill.NOTHING, 0, InvoiceLine.Ending.CUT_BEFORE_WORK)) {
      close();
    }
  }

  /** Charges the pictures and cuts the connection before anything is sent. */
  void cutAfterWork(Bill bill) {
    if (begin(bill, 0, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      close();
    }
  }

  /** Charges the pictures and cuts the connection amid the headers. */
  void cutInHead(Bill bill) {
    if (begin(bill, 0, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      dialect.stamp(headers, requestId, limits, workMillis());
      BrokenHead.send(context.request().connection(), headers);
    }
  }

  /** Charges the pictures and cuts the connection after {@code sent} bytes of the body. */
  void cutInBody(Bill bill, byte[] body, int sent) {
    if (begin(bill, 200, InvoiceLine.Ending.CUT_AFTER_WORK)) {
      stamp();
      response().putHeader("content-type", "application/json");
      response().putHeader("content-length", Integer.toString(body.length));
      response().write(Buffer.buffer(body).slice(0, sent)).onComplete(written -> close());
    }
  }

  private void send(byte[] body) {
    stamp();
    response().putHeader("content-type", "application/json");
    response().end(Buffer.buffer(body));
  }

  void close() {
    context.request().connection().close();
  }

  /** Writes the line; whether the client is there to see how the call ends. */
  boolean begin(Bill bill, int status, InvoiceLine.Ending ending) {
    if (clientIsGone()) {
      end(bill, 0, InvoiceLine.Ending.CLIENT_GONE);
      return false;
    }
    return end(bill, status, ending);
  }

  /** Writes the line before the client can see anything; false when there is one already. */
  private boolean end(Bill bill, int status, InvoiceLine.Ending ending) {
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

  /** The body of a failure, as an event carries it. */
  byte[] envelope(Rejection rejection) {
    ObjectNode body = dialect.failure(rejection, requestId);
    return body == null ? new byte[0] : Wire.bytes(body);
  }

  void stamp() {
    dialect.stamp(response().headers(), requestId, limits, workMillis());
  }

  private long workMillis() {
    return clock.realMillis(clock.nowNanos() - startNanos);
  }

  HttpServerResponse response() {
    return context.response();
  }
}
