package dev.halftone.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stream: lines in the order of their ids. */
final class RedisStream {
  private final TreeMap<Id, List<String>> lines = new TreeMap<>();
  private Id last = new Id(0, 0);

  record Id(long millis, long sequence) implements Comparable<Id> {
    static Id parse(String text, long otherSequence) {
      int dash = text.indexOf('-');
      String wrong = "ERR Invalid stream ID specified as stream command argument";
      if (dash < 0) {
        return new Id(RedisNumbers.integer(text, wrong), otherSequence);
      }
      return new Id(
          RedisNumbers.integer(text.substring(0, dash), wrong),
          RedisNumbers.integer(text.substring(dash + 1), wrong));
    }

    @Override
    public int compareTo(Id other) {
      int byMillis = Long.compare(millis, other.millis);
      return byMillis != 0 ? byMillis : Long.compare(sequence, other.sequence);
    }

    Id next() {
      return sequence == Long.MAX_VALUE ? new Id(millis + 1, 0) : new Id(millis, sequence + 1);
    }

    @Override
    public String toString() {
      return millis + "-" + sequence;
    }
  }

  /** Adds a line; its id never goes back, whatever the clock does. */
  Id add(@Nullable Id given, long nowMillis, List<String> fields) {
    Id id = given;
    if (id == null) {
      id = nowMillis > last.millis() ? new Id(nowMillis, 0) : last.next();
    } else if (id.compareTo(last) <= 0) {
      throw new RedisError(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }
    lines.put(id, List.copyOf(fields));
    last = id;
    return id;
  }

  long trim(long atMost) {
    long gone = 0;
    while (lines.size() > atMost) {
      lines.pollFirstEntry();
      gone++;
    }
    return gone;
  }

  int size() {
    return lines.size();
  }

  /** Lines between two bounds: an id, an id after a bracket, - or +. */
  List<Object> range(String first, String end, long atMost, boolean backwards) {
    Id from = first(first);
    Id to = end.equals("+") ? new Id(Long.MAX_VALUE, Long.MAX_VALUE) : last(end);
    List<Object> found = new ArrayList<>();
    if (from.compareTo(to) > 0) {
      return found;
    }
    var part = lines.subMap(from, true, to, true);
    (backwards ? part.descendingMap() : part)
        .forEach(
            (id, fields) -> {
              if (found.size() < atMost) {
                found.add(List.of(id.toString(), fields));
              }
            });
    return found;
  }

  private static Id first(String bound) {
    if (bound.equals("-")) {
      return new Id(0, 0);
    }
    return bound.startsWith("(") ? Id.parse(bound.substring(1), 0).next() : Id.parse(bound, 0);
  }

  private static Id last(String bound) {
    if (!bound.startsWith("(")) {
      return Id.parse(bound, Long.MAX_VALUE);
    }
    Id excluded = Id.parse(bound.substring(1), 0);
    return excluded.sequence() > 0
        ? new Id(excluded.millis(), excluded.sequence() - 1)
        : new Id(excluded.millis() - 1, Long.MAX_VALUE);
  }
}
