package dev.halftone.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scripts on a real server, over one connection that all steps share. A connection that breaks is
 * replaced by the next run. Thread-safe.
 */
final class RedisScripts implements Scripts {
  /** How many steps may wait for their answers; more fail and are tried again. */
  private static final int MAX_WAITING = 65_536;

  /** A script's error comes within another one in Redis 6.2. */
  private static final Pattern PASSING =
      Pattern.compile(
          "\\b(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MOVED|ASK)\\b");

  private final Vertx vertx;
  private final RedisLedgerOptions options;
  private @Nullable Link link;
  private boolean closed;

  RedisScripts(Vertx vertx, RedisLedgerOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  @Override
  public String server() {
    return options.server();
  }

  @Override
  public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
    return send(request(Command.EVALSHA, Script.SHA, step, keys, args))
        .recover(
            failure ->
                failure instanceof ServerRefusal
                        && String.valueOf(failure.getMessage()).startsWith("NOSCRIPT")
                    ? send(request(Command.EVAL, Script.TEXT, step, keys, args))
                    : Future.failedFuture(failure))
        .map(RedisScripts::plainList);
  }

  private static Request request(
      Command command, String text, RedisStep step, List<String> keys, List<String> args) {
    Request request = Request.cmd(command).arg(text).arg(keys.size());
    keys.forEach(request::arg);
    request.arg(step.name());
    args.forEach(request::arg);
    return request;
  }

  /** Sends any command. */
  Future<@Nullable Response> send(Request request) {
    Link over;
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(
            new ServerRefusal("the ledger was closed; open another one", false));
      }
      if (link == null) {
        link = new Link();
      }
      over = link;
    }
    return over.connection
        .compose(connection -> connection.send(request))
        .recover(failure -> failed(over, failure));
  }

  private <T> Future<T> failed(Link over, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    // The client says in the same words as a server that a connection broke under a request.
    if (!(failure instanceof ErrorType) || message.startsWith("CONNECTION_CLOSED")) {
      drop(over);
      return Future.failedFuture(failure);
    }
    boolean passing = PASSING.matcher(message).find();
    if (passing) {
      // The server may have handed its work to another, which a new connection finds.
      drop(over);
    }
    return Future.failedFuture(new ServerRefusal(message, passing));
  }

  @Override
  public void disconnect() {
    Link over;
    synchronized (this) {
      over = link;
    }
    if (over != null) {
      drop(over);
    }
  }

  private void drop(Link over) {
    synchronized (this) {
      if (link == over) {
        link = null;
      }
    }
    over.client.close();
  }

  @Override
  public Future<Void> close() {
    Link over;
    synchronized (this) {
      closed = true;
      over = link;
      link = null;
    }
    return over == null ? Future.succeededFuture() : over.client.close();
  }

  static List<Object> plainList(@Nullable Response response) {
    return plain(response) instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  private static Object plain(@Nullable Response response) {
    if (response == null) {
      return "";
    }
    if (response.type() == ResponseType.MULTI) {
      List<Object> list = new ArrayList<>(response.size());
      for (Response each : response) {
        list.add(plain(each));
      }
      return list;
    }
    return response.type() == ResponseType.NUMBER ? response.toLong() : response.toString();
  }

  private RedisOptions redisOptions() {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout((int) options.timeout().toMillis())
            .setTcpKeepAlive(true);
    if (options.tls()) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      if (options.trust() != null) {
        net.setTrustOptions(options.trust());
      }
    }
    RedisOptions redis =
        new RedisOptions()
            .setType(options.cluster() ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
            .setConnectionString(options.endpoint())
            .setNetClientOptions(net)
            .setMaxWaitingHandlers(MAX_WAITING);
    if (options.user() != null) {
      redis.setUser(options.user());
    }
    if (options.password() != null) {
      redis.setPassword(options.password());
    }
    return redis;
  }

  /** One connection with a client of its own: closing that closes it for good, also half made. */
  private final class Link {
    final Redis client = Redis.createClient(vertx, redisOptions());
    final Future<RedisConnection> connection =
        client
            .connect()
            .onSuccess(
                made -> made.exceptionHandler(failure -> drop(this)).endHandler(end -> drop(this)));
  }
}
