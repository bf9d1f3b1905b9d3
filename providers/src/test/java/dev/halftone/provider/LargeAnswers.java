package dev.halftone.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers on loopback of the size that the path names, without holding them. */
final class LargeAnswers implements AutoCloseable {
  static final String JSON = "json";
  static final String STREAM = "stream";
  static final String DOWNLOAD = "download";
  static final List<String> KINDS = List.of(JSON, STREAM, DOWNLOAD);

  /** A size that an answer never reaches. */
  static final long ENDLESS = Long.MAX_VALUE;

  /** Twelve bytes, so that their base64 needs no padding. */
  private static final byte[] HEAD = Arrays.copyOf(ProviderContract.PNG, 12);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  LargeAnswers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 16);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", 4);
    long bytes = Long.parseLong(path[2]);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, 0);
      write(exchange.getResponseBody(), path[1], bytes);
    } catch (IOException e) {
      // The reader has had enough, as it should have of an endless answer.
      return;
    }
  }

  private void write(OutputStream out, String kind, long bytes) throws IOException {
    switch (kind) {
      case JSON -> image(out, "{\"data\":[{\"b64_json\":\"", bytes, "\"}]}");
      case STREAM ->
          image(
              out,
              "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"",
              bytes,
              "\"}\n\n");
      case DOWNLOAD ->
          text(out, "{\"images\":[{\"url\":\"%s/file/%d\"}]}".formatted(origin(), bytes));
      default -> filled(out, HEAD, (byte) 7, bytes);
    }
    out.flush();
  }

  private static void image(OutputStream out, String before, long bytes, String after)
      throws IOException {
    text(out, before);
    filled(out, Base64.getEncoder().encode(HEAD), (byte) 'A', bytes / 4 * 4);
    text(out, after);
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void filled(OutputStream out, byte[] head, byte rest, long bytes)
      throws IOException {
    out.write(head);
    byte[] piece = new byte[64 * 1024];
    Arrays.fill(piece, rest);
    for (long left = bytes - head.length; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(left, piece.length));
    }
  }
}
