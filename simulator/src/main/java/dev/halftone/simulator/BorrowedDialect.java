package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Another operation of a provider: everything as its lender says it, but for what differs. */
interface BorrowedDialect extends Dialect {

  Dialect lender();

  @Override
  default SimulatedProvider provider() {
    return lender().provider();
  }

  @Override
  default String clientRequestIdHeader() {
    return lender().clientRequestIdHeader();
  }

  @Override
  default String requestId(long number) {
    return lender().requestId(number);
  }

  @Override
  default void checkHead(RoutingContext context) throws Rejection {
    lender().checkHead(context);
  }

  @Override
  default ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    return lender().read(context, body, today);
  }

  @Override
  default int units(ImageOrder order) {
    return lender().units(order);
  }

  @Override
  default Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis) {
    return lender().rateLimited(order, state, waitMillis);
  }

  @Override
  default Rejection keyRefused() {
    return lender().keyRefused();
  }

  @Override
  default Rejection quotaExhausted() {
    return lender().quotaExhausted();
  }

  @Override
  default Rejection blocked() {
    return lender().blocked();
  }

  @Override
  default @Nullable ObjectNode failure(Rejection rejection, String requestId) {
    return lender().failure(rejection, requestId);
  }

  @Override
  default void success(JsonGenerator json, Finished finished) throws IOException {
    lender().success(json, finished);
  }

  @Override
  default void stamp(
      MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis) {
    lender().stamp(headers, requestId, limits, workMillis);
  }

  @Override
  default void stampWait(MultiMap headers, long waitMillis) {
    lender().stampWait(headers, waitMillis);
  }
}
