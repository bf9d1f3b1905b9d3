package dev.halftone.store;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands on streams. */
final class RedisStreamCommands {
  private final RedisKeyspace keys;

  RedisStreamCommands(RedisKeyspace keys) {
    this.keys = keys;
  }

  @Nullable Object run(String name, List<String> args) {
    String key = args.get(0);
    RedisStream found = keys.find(key, RedisStream.class);
    RedisStream stream = found == null ? new RedisStream() : found;
    return switch (name) {
      case "XADD" -> add(key, args);
      case "XLEN" -> (long) stream.size();
      case "XRANGE" -> stream.range(args.get(1), args.get(2), count(args), false);
      case "XREVRANGE" -> stream.range(args.get(2), args.get(1), count(args), true);
      default -> throw new RedisError("ERR unknown command '%s'".formatted(name));
    };
  }

  private static long count(List<String> args) {
    return args.size() > 3 ? RedisCommands.integer(args.get(4)) : Long.MAX_VALUE;
  }

  private Object add(String key, List<String> args) {
    int next = 1;
    long atMost = Long.MAX_VALUE;
    if (args.get(next).toUpperCase(Locale.ROOT).equals("MAXLEN")) {
      next++;
      // A server may keep more lines than asked for with ~; this one keeps exactly as many.
      if (args.get(next).equals("~") || args.get(next).equals("=")) {
        next++;
      }
      atMost = RedisCommands.integer(args.get(next++));
    }
    String id = args.get(next++);
    List<String> fields = args.subList(next, args.size());
    if (fields.isEmpty() || fields.size() % 2 != 0) {
      throw new RedisError("ERR wrong number of arguments for 'xadd' command");
    }
    RedisStream.Id given = id.equals("*") ? null : RedisStream.Id.parse(id, 0);
    RedisStream stream = keys.findOrAdd(key, RedisStream.class, RedisStream::new);
    String added = stream.add(given, keys.nowMillis(), fields).toString();
    stream.trim(atMost);
    return added;
  }
}
