package dev.halftone.store;

import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees, when connecting, that a server can be trusted with money. */
final class ServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  private static final List<String> TYPES =
      List.of("hash", "zset", "hash", "zset", "zset", "stream");
  private static final Pattern FIELD = Pattern.compile("(?m)^([a-z_]+):([^\\r\\n]*)");

  private final RedisScripts scripts;
  private final RedisLedgerOptions options;
  private final Timers timers;

  ServerCheck(RedisScripts scripts, RedisLedgerOptions options, Timers timers) {
    this.scripts = scripts;
    this.options = options;
    this.timers = timers;
  }

  /** Fails if a ledger must not be kept there. */
  Future<Void> run(RedisKeys keys) {
    Promise<Void> done = Promise.promise();
    Runnable limit =
        timers.schedule(
            options.timeout().toNanos(),
            () ->
                done.tryFail(
                    unavailable(
                        "no answer within %d ms when connecting"
                            .formatted(options.timeout().toMillis()))));
    info("memory")
        .compose(memory -> checkSafety(memory))
        .compose(ignored -> checkTypes(keys.shared()))
        .compose(ignored -> checkLayout(keys.shared().get(0)))
        .onComplete(
            ignored -> done.tryComplete(),
            failure ->
                done.tryFail(
                    failure instanceof LedgerUnavailableException
                        ? failure
                        : unavailable(String.valueOf(failure.getMessage()))));
    return done.future().onComplete(ignored -> limit.run());
  }

  private Future<Void> checkSafety(Map<String, String> memory) {
    return info("persistence")
        .compose(
            persistence -> {
              List<String> dangers = new ArrayList<>();
              String policy = memory.getOrDefault("maxmemory_policy", "noeviction");
              if (!policy.equals("noeviction")) {
                dangers.add(
                    "maxmemory-policy is %s, so money may be evicted; set it to noeviction"
                        .formatted(policy));
              }
              if (!persistence.getOrDefault("aof_enabled", "1").equals("1")) {
                dangers.add("appendonly is no, so a restart loses money; set it to yes");
              }
              if (dangers.isEmpty()) {
                return Future.succeededFuture();
              }
              String said = String.join("; ", dangers);
              if (!options.lossAccepted()) {
                return Future.failedFuture(
                    unavailable(said + "; or accept the loss with lossAccepted"));
              }
              LOG.warn("ledger at {}: {}", options.server(), said);
              return Future.succeededFuture();
            });
  }

  private Future<Map<String, String>> info(String section) {
    return scripts
        .send(Request.cmd(Command.INFO).arg(section))
        .map(
            answer ->
                FIELD
                    .matcher(String.valueOf(answer))
                    .results()
                    .collect(
                        Collectors.toMap(
                            field -> field.group(1), field -> field.group(2), (a, b) -> b)));
  }

  private Future<Void> checkTypes(List<String> keys) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      String wanted = TYPES.get(i);
      done =
          done.compose(ignored -> scripts.send(Request.cmd(Command.TYPE).arg(key)))
              .compose(
                  answer -> {
                    String found = String.valueOf(answer);
                    return found.equals(wanted) || found.equals("none")
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                            unavailable(
                                "key %s is a %s, not the ledger's %s; choose another name, or"
                                        .formatted(key, found, wanted)
                                    + " move it away"));
                  });
    }
    return done;
  }

  /** A ledger that was ever used knows a time. */
  private Future<Void> checkLayout(String key) {
    return scripts
        .send(Request.cmd(Command.HMGET).arg(key).arg("t").arg("z"))
        .compose(
            fields -> {
              Response time = fields.get(0);
              String layout = String.valueOf(fields.get(1));
              return time == null || layout.equals(RedisKeys.LAYOUT)
                  ? Future.succeededFuture()
                  : Future.failedFuture(
                      unavailable(
                          "key %s was written by another version of Halftone; use that version, or"
                                  .formatted(key)
                              + " another name for a new ledger"));
            });
  }

  private LedgerUnavailableException unavailable(String why) {
    return LedgerUnavailableException.at(options.server(), why);
  }
}
