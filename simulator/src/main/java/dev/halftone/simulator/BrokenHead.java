package dev.halftone.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/** Sends the first half of an answer's headers, which no HTTP server is meant to do, and closes. */
final class BrokenHead {
  private BrokenHead() {}

  static void send(HttpConnection connection, MultiMap headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    // The half ends amid a line or behind one, but never at the empty line that ends a head.
    byte[] half =
        head.substring(0, Math.max(20, head.length() / 2)).getBytes(StandardCharsets.US_ASCII);
    // Vert.x writes whole heads only; below its encoder there are just bytes.
    Channel channel = ((ConnectionBase) connection).channel();
    channel
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.wrappedBuffer(half))
        .addListener(written -> connection.close());
  }
}
