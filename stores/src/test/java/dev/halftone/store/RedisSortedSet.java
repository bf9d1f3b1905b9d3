package dev.halftone.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A sorted set: by score, those of one score by member. */
final class RedisSortedSet {
  private final Map<String, Double> scores = new HashMap<>();
  private final TreeSet<Member> order =
      new TreeSet<>(Comparator.comparingDouble(Member::score).thenComparing(Member::name));

  record Member(double score, String name) {}

  /** True if the member is new. */
  boolean add(String name, double score) {
    Double before = scores.put(name, score);
    if (before != null) {
      order.remove(new Member(before, name));
    }
    order.add(new Member(score, name));
    return before == null;
  }

  boolean remove(String name) {
    Double before = scores.remove(name);
    return before != null && order.remove(new Member(before, name));
  }

  @Nullable Double score(String name) {
    return scores.get(name);
  }

  int size() {
    return scores.size();
  }

  List<Member> all() {
    return new ArrayList<>(order);
  }

  /** The members with a score between two bounds as Redis writes them: 5, (5, -inf, +inf. */
  List<Member> byScore(String least, String most) {
    List<Member> found = new ArrayList<>();
    double low = RedisNumbers.score(open(least) ? least.substring(1) : least);
    double high = RedisNumbers.score(open(most) ? most.substring(1) : most);
    for (Member member : order) {
      boolean above = open(least) ? member.score() > low : member.score() >= low;
      boolean below = open(most) ? member.score() < high : member.score() <= high;
      if (above && below) {
        found.add(member);
      } else if (above) {
        break;
      }
    }
    return found;
  }

  /** The names between two bounds, all of one score: [a, (a, -, +. */
  List<Member> byName(String least, String most) {
    return order.stream()
        .filter(member -> after(member.name(), least) && before(member.name(), most))
        .toList();
  }

  private static boolean after(String name, String bound) {
    int compared = name.compareTo(bound.substring(1));
    return bound.equals("-") || compared > 0 || (compared == 0 && bound.startsWith("["));
  }

  private static boolean before(String name, String bound) {
    int compared = name.compareTo(bound.substring(1));
    return bound.equals("+") || compared < 0 || (compared == 0 && bound.startsWith("["));
  }

  private static boolean open(String bound) {
    return bound.startsWith("(");
  }
}
