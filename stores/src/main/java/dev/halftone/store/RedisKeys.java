package dev.halftone.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of one ledger. They share a hash tag, so that all are in one slot of a cluster; and each
 * script is told every key that it touches, in this order.
 *
 * <pre>
 *   1 {halftone:NAME}:budgets    hash: clock, limits and sums; fields below
 *   2 {halftone:NAME}:scopes     sorted set: the scopes that have a limit, "KIND NAME", score 0
 *   3 {halftone:NAME}:holds      hash: id to a hold in flight or in suspense
 *   4 {halftone:NAME}:deadlines  sorted set: ids of holds in flight by the end of their lifetime, ms
 *   5 {halftone:NAME}:suspense   sorted set: ids of holds in suspense by since when, ms
 *   6 {halftone:NAME}:history    stream
 *   7 {halftone:NAME}:ended:ID   string that expires: a hold that ended; or done:NONCE
 *   8 the same of a second id
 * </pre>
 *
 * <p>Fields of the first: {@code t} the latest time seen in ms, {@code q} the number of the last
 * line of history, {@code n} of the last limit, {@code SCOPE} the numbers of a scope's limits in
 * the order they were set. Of the limit N: {@code N:c} what it is, {@code N} the room left (limit
 * less all that stands on it; below zero after an overrun), {@code N:s} spent, {@code N:u} in
 * suspense, {@code N:o} overrun, {@code N:f} refusals, {@code N:w} its warnings, {@code N:i} the
 * slices of a rolling window, {@code N:s:MS} and {@code N:o:MS} what was spent and overrun in that
 * slice. What is held is not kept: it is the rest. {@code z} is the layout, and the number of a
 * limit ends with the letter of its window.
 */
final class RedisKeys {
  /**
   * What the field {@code z} says. It is longer than the 64 bytes up to which Redis keeps a small
   * hash as a list, through which it would search for each field.
   */
  static final String LAYOUT =
      "Halftone's ledger, layout 2; so long that fields are found by their hashes";

  private final String prefix;
  private final List<String> shared;

  RedisKeys(String name) {
    this.prefix = "{halftone:" + name + "}:";
    this.shared =
        List.of(
            prefix + "budgets",
            prefix + "scopes",
            prefix + "holds",
            prefix + "deadlines",
            prefix + "suspense",
            prefix + "history");
  }

  List<String> shared() {
    return shared;
  }

  List<String> of(String id) {
    return and(ended(id));
  }

  List<String> of(String id, String part) {
    return and(ended(id), ended(part));
  }

  List<String> done(String nonce) {
    return and(prefix + "done:" + nonce);
  }

  private String ended(String id) {
    return prefix + "ended:" + id;
  }

  private List<String> and(String... own) {
    List<String> keys = new ArrayList<>(shared.size() + own.length);
    keys.addAll(shared);
    keys.addAll(Arrays.asList(own));
    return keys;
  }
}
