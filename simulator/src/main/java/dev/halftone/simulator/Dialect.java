package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How one provider reads and writes. Decides nothing about time, chance or limits. */
interface Dialect {

  SimulatedProvider provider();

  /** Where this provider's clients put their own request id. */
  String clientRequestIdHeader();

  /** The id of the {@code number}th call, unique within a simulator. */
  String requestId(long number);

  /** Refuses a wrong key or a wrong protocol before the body is looked at. */
  void checkHead(RoutingContext context) throws Rejection;

  /** The JSON object an order is read from. */
  default JsonNode body(RoutingContext context) throws Rejection {
    return Wire.body(context);
  }

  ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection;

  /** What an order takes from the rate limit. */
  int units(ImageOrder order);

  Rejection rateLimited(ImageOrder order, LimitState state, long waitMillis);

  /** What a key that is not accepted is told. */
  default Rejection keyRefused() {
    return Rejection.keyRefused(
        "Incorrect API key provided. You can find your API key in your account settings.",
        "invalid_api_key");
  }

  /** What a client without money or quota is told. */
  default Rejection quotaExhausted() {
    return Rejection.quotaExhausted();
  }

  /** What a client is told whose account or resource is shut off. */
  default Rejection blocked() {
    return Rejection.blocked();
  }

  /** The body of a failure, or null where the provider sends none or no JSON. */
  @Nullable ObjectNode failure(Rejection rejection, String requestId);

  void success(JsonGenerator json, Finished finished) throws IOException;

  /** Headers of every answer. */
  void stamp(MultiMap headers, String requestId, @Nullable LimitState limits, long workMillis);

  /** Headers of a 429 that names a wait. */
  void stampWait(MultiMap headers, long waitMillis);
}
