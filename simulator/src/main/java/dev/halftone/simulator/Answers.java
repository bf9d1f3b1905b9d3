package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Sends small answers. */
final class Answers {
  private Answers() {}

  /** Sends JSON, or no body at all; does nothing when the client is gone. */
  static void send(HttpServerResponse response, int status, @Nullable JsonNode body) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    if (body == null) {
      response.end();
    } else {
      response.putHeader("content-type", "application/json");
      response.end(Buffer.buffer(Wire.bytes(body)));
    }
  }

  /** Answers as a proxy does that knows nothing of the provider's ways. */
  static void sendProxyFailure(HttpServerResponse response, int status, String reason) {
    String title = status + " " + reason;
    response.headers().clear();
    response.setStatusCode(status).putHeader("content-type", "text/html");
    response.end(
        "<html>\r\n<head><title>"
            + title
            + "</title></head>\r\n<body>\r\n<center><h1>"
            + title
            + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
  }
}
