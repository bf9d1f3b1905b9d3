package dev.halftone.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server as far as the ledger needs one: it runs the real scripts, each at one moment, on a
 * clock of its own. Like a server whose append-only file is written through, it keeps everything
 * over a restart, except the scripts it was told; or, if it is told so, loses a tail of whole
 * scripts.
 *
 * <p>Where it is stricter than a server: a script may touch only the keys it declares, as in a
 * cluster.
 */
final class SimulatedRedis {
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final LuaScripts lua = new LuaScripts(this::runFromScript);
  private final Map<String, String> scripts = new HashMap<>();
  private final List<Effect> appendOnlyFile = new ArrayList<>();
  private RedisCommands commands = new RedisCommands();
  private List<String> declaredKeys = List.of();
  private UnaryOperator<String> variant = UnaryOperator.identity();
  private long latestMillis;
  private int losses;

  /** A command that may have changed something. */
  private record Effect(long atNanos, long nowMicros, List<String> words) {}

  /**
   * Starts one on which nothing stands.
   *
   * @param clock its own, which may be wrong
   * @param nanos the time of the world, by which the disk loses what it was not yet told to keep
   */
  SimulatedRedis(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Runs a command as a client sends it; an error is a {@link RedisError} in place of a reply. */
  @Nullable Object command(List<String> words) {
    latestMillis = Math.max(latestMillis, clock.millis());
    commands.setNow(nowMicros());
    try {
      return switch (words.get(0).toUpperCase(Locale.ROOT)) {
        case "EVAL" -> eval(words.get(1), words.subList(2, words.size()));
        case "EVALSHA" -> eval(known(words.get(1)), words.subList(2, words.size()));
        case "SCRIPT" -> script(words.subList(1, words.size()));
        default -> run(words);
      };
    } catch (RedisError error) {
      return error;
    }
  }

  /** Everything is kept but the scripts. */
  void restart() {
    scripts.clear();
    commands = new RedisCommands();
    for (Effect effect : appendOnlyFile) {
      replay(effect);
    }
  }

  /** The same after a loss of all that was done since. */
  void restartWithout(long sinceNanos) {
    while (!appendOnlyFile.isEmpty()
        && appendOnlyFile.get(appendOnlyFile.size() - 1).atNanos() >= sinceNanos) {
      appendOnlyFile.remove(appendOnlyFile.size() - 1);
    }
    losses++;
    restart();
  }

  private void replay(Effect effect) {
    commands.setNow(effect.nowMicros());
    try {
      commands.run(effect.words());
    } catch (RedisError asBefore) {
      return; // What failed then fails in the same way now.
    }
  }

  void flushScripts() {
    scripts.clear();
  }

  /** Commands so far that may have changed something. */
  long changes() {
    return appendOnlyFile.size() + ((long) losses << Integer.SIZE);
  }

  /** The latest time that was seen here. */
  long latestMillis() {
    return latestMillis;
  }

  /** Runs other scripts than those it is told: mistakes that a simulation has to find. */
  void plant(UnaryOperator<String> mistake) {
    variant = mistake;
  }

  static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private Object script(List<String> words) {
    switch (words.get(0).toUpperCase(Locale.ROOT)) {
      case "LOAD" -> {
        String sha = sha1(words.get(1));
        scripts.put(sha, words.get(1));
        return sha;
      }
      case "FLUSH" -> {
        scripts.clear();
        return RedisStatus.OK;
      }
      case "EXISTS" -> {
        return words.stream().skip(1).<Object>map(s -> scripts.containsKey(s) ? 1L : 0L).toList();
      }
      default -> throw new RedisError("ERR unknown subcommand");
    }
  }

  private String known(String sha) {
    String body = scripts.get(sha.toLowerCase(Locale.ROOT));
    if (body == null) {
      throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");
    }
    return body;
  }

  private @Nullable Object eval(String body, List<String> rest) {
    scripts.put(sha1(body), body);
    int count = (int) RedisCommands.integer(rest.get(0));
    if (count < 0 || count > rest.size() - 1) {
      throw new RedisError("ERR Number of keys can't be greater than number of args");
    }
    declaredKeys = rest.subList(1, 1 + count);
    return lua.run(variant.apply(body), declaredKeys, rest.subList(1 + count, rest.size()));
  }

  private @Nullable Object runFromScript(List<String> words) {
    String name = words.get(0).toUpperCase(Locale.ROOT);
    boolean hasKey = !name.equals("TIME") && words.size() > 1;
    if (hasKey && !declaredKeys.contains(words.get(1))) {
      throw new RedisError("ERR Script attempted to access a non local key: " + words.get(1));
    }
    return run(words);
  }

  private @Nullable Object run(List<String> words) {
    if (!RedisCommands.READING.contains(words.get(0).toUpperCase(Locale.ROOT))) {
      appendOnlyFile.add(new Effect(nanos.getAsLong(), nowMicros(), List.copyOf(words)));
    }
    return commands.run(words);
  }
}
