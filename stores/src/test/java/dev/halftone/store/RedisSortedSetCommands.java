package dev.halftone.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands on sorted sets. */
final class RedisSortedSetCommands {
  private final RedisKeyspace keys;

  RedisSortedSetCommands(RedisKeyspace keys) {
    this.keys = keys;
  }

  @Nullable Object run(String name, List<String> args) {
    String key = args.get(0);
    RedisSortedSet found = keys.find(key, RedisSortedSet.class);
    RedisSortedSet set = found == null ? new RedisSortedSet() : found;
    return switch (name) {
      case "ZADD" -> add(key, args);
      case "ZREM" -> {
        long gone = args.subList(1, args.size()).stream().filter(set::remove).count();
        deleteIfEmpty(key, set);
        yield gone;
      }
      case "ZCARD" -> (long) set.size();
      case "ZSCORE" -> {
        Double score = set.score(args.get(1));
        yield score == null ? null : RedisNumbers.text(score);
      }
      case "ZCOUNT" -> (long) set.byScore(args.get(1), args.get(2)).size();
      case "ZRANGE" -> range(set, args);
      case "ZRANGEBYSCORE" ->
          replies(set.byScore(args.get(1), args.get(2)), args.subList(3, args.size()));
      case "ZRANGEBYLEX" ->
          replies(set.byName(args.get(1), args.get(2)), args.subList(3, args.size()));
      case "ZREMRANGEBYSCORE" -> {
        List<RedisSortedSet.Member> gone = set.byScore(args.get(1), args.get(2));
        gone.forEach(member -> set.remove(member.name()));
        deleteIfEmpty(key, set);
        yield (long) gone.size();
      }
      default -> throw new RedisError("ERR unknown command '%s'".formatted(name));
    };
  }

  private void deleteIfEmpty(String key, RedisSortedSet set) {
    if (set.size() == 0) {
      keys.delete(key);
    }
  }

  private long add(String key, List<String> args) {
    boolean onlyNew = false;
    boolean onlyOld = false;
    int first = 1;
    while (first < args.size()) {
      String option = args.get(first).toUpperCase(Locale.ROOT);
      if (option.equals("NX")) {
        onlyNew = true;
      } else if (option.equals("XX")) {
        onlyOld = true;
      } else {
        break;
      }
      first++;
    }
    if (args.size() == first || (args.size() - first) % 2 != 0) {
      throw new RedisError("ERR syntax error");
    }
    for (int i = first; i < args.size(); i += 2) {
      RedisNumbers.score(args.get(i));
    }
    RedisSortedSet set = keys.findOrAdd(key, RedisSortedSet.class, RedisSortedSet::new);
    long added = 0;
    for (int i = first; i < args.size(); i += 2) {
      String member = args.get(i + 1);
      boolean known = set.score(member) != null;
      if (known ? !onlyNew : !onlyOld) {
        set.add(member, RedisNumbers.score(args.get(i)));
        added += known ? 0 : 1;
      }
    }
    deleteIfEmpty(key, set);
    return added;
  }

  private static List<Object> range(RedisSortedSet set, List<String> args) {
    List<String> options = args.subList(3, args.size());
    if (options.stream().anyMatch("BYSCORE"::equalsIgnoreCase)) {
      List<String> others =
          options.stream().filter(option -> !option.equalsIgnoreCase("BYSCORE")).toList();
      return replies(set.byScore(args.get(1), args.get(2)), others);
    }
    List<RedisSortedSet.Member> all = set.all();
    long first = Math.max(0, index(args.get(1), all.size()));
    long last = Math.min(index(args.get(2), all.size()), all.size() - 1L);
    return first > last
        ? new ArrayList<>()
        : replies(all.subList((int) first, (int) last + 1), options);
  }

  private static long index(String text, int size) {
    long index = RedisCommands.integer(text);
    return index < 0 ? index + size : index;
  }

  private static List<Object> replies(List<RedisSortedSet.Member> members, List<String> options) {
    long skip = 0;
    long atMost = Long.MAX_VALUE;
    for (int i = 0; i < options.size(); i++) {
      switch (options.get(i).toUpperCase(Locale.ROOT)) {
        case "LIMIT" -> {
          skip = RedisCommands.integer(options.get(++i));
          long count = RedisCommands.integer(options.get(++i));
          atMost = count < 0 ? Long.MAX_VALUE : count;
        }
        default -> throw new RedisError("ERR syntax error");
      }
    }
    List<Object> found = new ArrayList<>();
    for (RedisSortedSet.Member member : members.stream().skip(skip).limit(atMost).toList()) {
      found.add(member.name());
    }
    return found;
  }
}
