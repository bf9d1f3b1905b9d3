package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One call that submits a job: its connection, and the one invoice line it gets whether or not a
 * job comes of it. Keeps nothing of the request's body, as jobs are remembered long after. Lives on
 * the server's context; not thread-safe.
 */
final class JobCall {
  private static final String CLIENT_ID = "x-client-request-id";

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final JobDialect dialect;
  private final InvoiceBook book;
  private final String jobId;
  private final String clientRequestId;
  private boolean written;

  JobCall(RoutingContext context, JobDialect dialect, InvoiceBook book, String jobId) {
    this.response = context.response();
    this.connection = context.request().connection();
    this.dialect = dialect;
    this.book = book;
    this.jobId = jobId;
    String given = context.request().getHeader(CLIENT_ID);
    this.clientRequestId = given == null ? "" : given;
  }

  String jobId() {
    return jobId;
  }

  HttpServerResponse response() {
    return response;
  }

  boolean clientIsGone() {
    return response.closed();
  }

  /** Answers a call that leads to no job; nothing is charged. */
  void refuse(@Nullable JobOrder order, JobFailure failure) {
    if (clientIsGone()) {
      write(order, Bill.NOTHING, 0, InvoiceLine.Ending.CLIENT_GONE);
    } else {
      write(order, Bill.NOTHING, failure.status(), InvoiceLine.Ending.ANSWERED);
      dialect.refuse(response, jobId, failure);
    }
  }

  /** Closes the connection before the body was read. */
  void cutBeforeRead() {
    write(null, Bill.NOTHING, 0, InvoiceLine.Ending.CUT_BEFORE_READ);
    connection.close();
  }

  /** Ends a call that leads to no job without a word of the provider. */
  void drop(JobOrder order, JobFate fate) {
    boolean gone = clientIsGone();
    Integer status = gone ? null : fate.status();
    write(
        order,
        Bill.NOTHING,
        status == null ? 0 : status,
        gone ? InvoiceLine.Ending.CLIENT_GONE : fate.ending());
    reply(fate.reply(), MissingNode.getInstance());
  }

  /** Sends the answer whole. */
  void answer(JsonNode body) {
    Answers.send(response, 200, body);
  }

  /** Sends the answer, or what the client gets in its place. */
  void reply(JobFate.Reply reply, JsonNode body) {
    if (clientIsGone()) {
      return;
    }
    switch (reply) {
      case CUT -> connection.close();
      case CUT_IN_HEAD -> BrokenHead.send(connection, response.headers());
      case CUT_IN_BODY -> cut(body, 2);
      case CUT_BEFORE_LAST_BYTE -> cut(body, 1);
      case HUNG -> {
        // Nothing is said, for as long as the client waits.
      }
      case BAD_GATEWAY -> Answers.sendProxyFailure(response, 502, "Bad Gateway");
      case GATEWAY_TIMEOUT -> Answers.sendProxyFailure(response, 504, "Gateway Time-out");
      default -> answer(body);
    }
  }

  /** Cuts the connection amid the answer, or one byte before its end when there is one part. */
  private void cut(JsonNode body, int parts) {
    Buffer bytes = Buffer.buffer(Wire.bytes(body));
    response.putHeader("content-type", "application/json");
    response.putHeader("content-length", Integer.toString(bytes.length()));
    int sent = (bytes.length() - 1) / parts;
    response.write(bytes.slice(0, sent)).onComplete(written -> connection.close());
  }

  /** Writes the invoice line; the first one counts. */
  void write(@Nullable JobOrder order, Bill bill, int status, InvoiceLine.Ending ending) {
    if (written) {
      return;
    }
    written = true;
    ImageOrder image = order == null ? null : order.image();
    book.add(
        new InvoiceLine(
            dialect.provider(),
            image == null ? "" : image.model().id(),
            image == null ? "" : image.quality(),
            image == null ? "" : image.size().toString(),
            image == null ? 0 : image.images(),
            bill.textInput(),
            bill.imageInput(),
            bill.imageOutput(),
            bill.textOutput(),
            bill.nanoUsd(),
            status,
            ending,
            jobId,
            clientRequestId));
  }
}
