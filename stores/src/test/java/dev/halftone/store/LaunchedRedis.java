package dev.halftone.store;

import io.vertx.core.Vertx;

/** A real Redis of a test's own, and a connection to it. */
final class LaunchedRedis implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer server;
  private final RedisScripts scripts;

  private LaunchedRedis(RedisServer server) {
    this.server = server;
    this.scripts = new RedisScripts(vertx, RedisLedgerOptions.at(server.url()).build());
  }

  static LaunchedRedis launch() {
    return new LaunchedRedis(RedisServer.launch());
  }

  Vertx vertx() {
    return vertx;
  }

  RedisScripts scripts() {
    return scripts;
  }

  /** Of a ledger with this name. */
  RedisLedgerOptions options(String ledger) {
    return RedisLedgerOptions.at(server.url()).name(ledger).build();
  }

  @Override
  public void close() {
    vertx.close().await();
    server.close();
  }
}
