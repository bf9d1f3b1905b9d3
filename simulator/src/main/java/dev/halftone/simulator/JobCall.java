package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Closes the connection; there is no job. */
  void cutBeforeWork(JobOrder order) {
    write(order, Bill.NOTHING, 0, InvoiceLine.Ending.CUT_BEFORE_WORK);
    connection.close();
  }

  /** Sends the answer whole. */
  void answer(int status, JsonNode body) {
    Answers.send(response, status, body);
  }

  /** Cuts the connection instead of an answer, at once or in the middle of it. */
  void cut(JsonNode body, boolean midBody) {
    if (clientIsGone()) {
      return;
    }
    if (!midBody) {
      connection.close();
      return;
    }
    Buffer bytes = Buffer.buffer(Wire.bytes(body));
    response.putHeader("content-type", "application/json");
    response.putHeader("content-length", Integer.toString(bytes.length()));
    response.write(bytes.slice(0, bytes.length() / 2)).onComplete(sent -> connection.close());
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
            bill.imageOutput(),
            bill.textOutput(),
            bill.nanoUsd(),
            status,
            ending,
            jobId,
            clientRequestId));
  }
}
