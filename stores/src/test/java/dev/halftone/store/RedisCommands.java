package dev.halftone.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few commands that the ledger uses, on a keyspace. A reply is null, a {@link Long}, a {@link
 * String}, a {@link RedisStatus} or a list of these; an error is thrown.
 */
final class RedisCommands {
  static final Set<String> READING =
      Set.of(
          "GET",
          "MGET",
          "EXISTS",
          "TYPE",
          "TTL",
          "PTTL",
          "TIME",
          "PING",
          "HGET",
          "HMGET",
          "HGETALL",
          "HEXISTS",
          "HLEN",
          "HKEYS",
          "HVALS",
          "ZCARD",
          "ZSCORE",
          "ZRANGE",
          "ZRANGEBYSCORE",
          "ZRANGEBYLEX",
          "ZCOUNT",
          "XLEN",
          "XRANGE",
          "XREVRANGE",
          "DBSIZE");

  private static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  private static final String OVERFLOW = "ERR increment or decrement would overflow";
  private static final long MICROS = 1_000_000;

  private final RedisKeyspace keys = new RedisKeyspace();
  private final RedisSortedSetCommands sortedSets = new RedisSortedSetCommands(keys);
  private final RedisStreamCommands streams = new RedisStreamCommands(keys);
  private long nowMicros;

  void setNow(long micros) {
    nowMicros = micros;
    keys.setNow(Math.floorDiv(micros, 1_000));
  }

  @Nullable Object run(List<String> words) {
    String name = words.get(0).toUpperCase(Locale.ROOT);
    List<String> args = words.subList(1, words.size());
    try {
      if (name.startsWith("H")) {
        return hash(name, args);
      }
      if (name.startsWith("Z")) {
        return sortedSets.run(name, args);
      }
      return name.startsWith("X") ? streams.run(name, args) : key(name, args);
    } catch (IndexOutOfBoundsException e) {
      throw new RedisError(
          "ERR wrong number of arguments for '%s' command"
              .formatted(name.toLowerCase(Locale.ROOT)));
    }
  }

  private @Nullable Object key(String name, List<String> args) {
    return switch (name) {
      case "PING" -> new RedisStatus("PONG");
      case "TIME" -> List.of(Long.toString(nowMicros / MICROS), Long.toString(nowMicros % MICROS));
      case "GET" -> keys.find(args.get(0), String.class);
      case "MGET" -> mget(args);
      case "SET" -> set(args);
      case "INCRBY" -> increment(args.get(0), integer(args.get(1)));
      case "DECRBY" -> increment(args.get(0), Math.negateExact(integer(args.get(1))));
      case "INCR" -> increment(args.get(0), 1);
      case "DECR" -> increment(args.get(0), -1);
      case "DEL", "UNLINK" -> args.stream().filter(keys::delete).count();
      case "EXISTS" -> args.stream().filter(key -> keys.any(key) != null).count();
      case "TYPE" -> new RedisStatus(type(keys.any(args.get(0))));
      case "PEXPIREAT" -> expire(args.get(0), integer(args.get(1)));
      case "PEXPIRE" -> expire(args.get(0), keys.nowMillis() + integer(args.get(1)));
      case "EXPIRE" -> expire(args.get(0), keys.nowMillis() + integer(args.get(1)) * 1_000);
      case "EXPIREAT" -> expire(args.get(0), integer(args.get(1)) * 1_000);
      case "PERSIST" -> keys.persist(args.get(0)) ? 1L : 0L;
      case "PTTL" -> timeLeft(args.get(0), 1);
      case "TTL" -> timeLeft(args.get(0), 1_000);
      case "DBSIZE" -> (long) keys.size();
      case "FLUSHALL" -> {
        keys.clear();
        yield RedisStatus.OK;
      }
      default -> throw new RedisError("ERR unknown command '%s'".formatted(name));
    };
  }

  private List<@Nullable Object> mget(List<String> args) {
    List<@Nullable Object> found = new ArrayList<>();
    for (String key : args) {
      found.add(keys.any(key) instanceof String text ? text : null);
    }
    return found;
  }

  private @Nullable Object set(List<String> args) {
    String key = args.get(0);
    Long goneAt = null;
    boolean keep = false;
    for (int i = 2; i < args.size(); i++) {
      switch (args.get(i).toUpperCase(Locale.ROOT)) {
        case "NX" -> {
          if (keys.any(key) != null) {
            return null;
          }
        }
        case "XX" -> {
          if (keys.any(key) == null) {
            return null;
          }
        }
        case "KEEPTTL" -> keep = true;
        case "PX" -> goneAt = keys.nowMillis() + integer(args.get(++i));
        case "EX" -> goneAt = keys.nowMillis() + integer(args.get(++i)) * 1_000;
        case "PXAT" -> goneAt = integer(args.get(++i));
        default -> throw new RedisError("ERR syntax error");
      }
    }
    if (keep) {
      keys.replace(key, args.get(1));
    } else {
      keys.put(key, args.get(1));
    }
    if (goneAt != null) {
      keys.expireAt(key, goneAt);
    }
    return RedisStatus.OK;
  }

  private long increment(String key, long by) {
    String before = keys.find(key, String.class);
    long value = before == null ? 0 : RedisNumbers.integer(before, NOT_AN_INTEGER);
    long sum = add(value, by);
    keys.replace(key, Long.toString(sum));
    return sum;
  }

  private static long add(long value, long by) {
    try {
      return Math.addExact(value, by);
    } catch (ArithmeticException e) {
      throw new RedisError(OVERFLOW);
    }
  }

  private long expire(String key, long millis) {
    return keys.expireAt(key, millis) ? 1 : 0;
  }

  private long timeLeft(String key, long unitMillis) {
    if (keys.any(key) == null) {
      return -2;
    }
    Long goneAt = keys.goneAt(key);
    return goneAt == null ? -1 : (goneAt - keys.nowMillis() + unitMillis / 2) / unitMillis;
  }

  private static String type(@Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof RedisSortedSet) {
      return "zset";
    }
    if (value instanceof RedisStream) {
      return "stream";
    }
    return value instanceof Hash ? "hash" : "string";
  }

  static long integer(String text) {
    return RedisNumbers.integer(text, NOT_AN_INTEGER);
  }

  /** Fields of a hash in the order in which they were added. */
  static final class Hash {
    final Map<String, String> fields = new LinkedHashMap<>();
  }

  private @Nullable Object hash(String name, List<String> args) {
    String key = args.get(0);
    Hash found = keys.find(key, Hash.class);
    Map<String, String> fields = found == null ? Map.of() : found.fields;
    return switch (name) {
      case "HGET" -> fields.get(args.get(1));
      case "HMGET" -> {
        List<@Nullable Object> values = new ArrayList<>();
        args.subList(1, args.size()).forEach(field -> values.add(fields.get(field)));
        yield values;
      }
      case "HGETALL" -> {
        List<Object> all = new ArrayList<>();
        fields.forEach((field, value) -> all.addAll(List.of(field, value)));
        yield all;
      }
      case "HKEYS" -> new ArrayList<>(fields.keySet());
      case "HVALS" -> new ArrayList<>(fields.values());
      case "HLEN" -> (long) fields.size();
      case "HEXISTS" -> fields.containsKey(args.get(1)) ? 1L : 0L;
      case "HSET" -> hset(key, args);
      case "HMSET" -> {
        hset(key, args);
        yield RedisStatus.OK;
      }
      case "HSETNX" -> fields.containsKey(args.get(1)) ? 0L : hset(key, args);
      case "HDEL" -> hdel(key, found, args);
      case "HINCRBY" -> hincrby(key, args.get(1), integer(args.get(2)));
      default -> throw new RedisError("ERR unknown command '%s'".formatted(name));
    };
  }

  private long hset(String key, List<String> args) {
    if (args.size() < 3 || args.size() % 2 == 0) {
      throw new RedisError("ERR wrong number of arguments for 'hset' command");
    }
    Map<String, String> fields = keys.findOrAdd(key, Hash.class, Hash::new).fields;
    long added = 0;
    for (int i = 1; i < args.size(); i += 2) {
      if (fields.put(args.get(i), args.get(i + 1)) == null) {
        added++;
      }
    }
    return added;
  }

  private long hdel(String key, @Nullable Hash hash, List<String> args) {
    if (hash == null) {
      return 0;
    }
    long gone =
        args.subList(1, args.size()).stream()
            .filter(field -> hash.fields.remove(field) != null)
            .count();
    if (hash.fields.isEmpty()) {
      keys.delete(key);
    }
    return gone;
  }

  private long hincrby(String key, String field, long by) {
    Hash hash = keys.findOrAdd(key, Hash.class, Hash::new);
    String before = hash.fields.get(field);
    try {
      long value =
          before == null ? 0 : RedisNumbers.integer(before, "ERR hash value is not an integer");
      long sum = add(value, by);
      hash.fields.put(field, Long.toString(sum));
      return sum;
    } finally {
      if (hash.fields.isEmpty()) {
        keys.delete(key);
      }
    }
  }
}
