package dev.halftone.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys of a simulated Redis, each with its value and the time when it is gone. */
final class RedisKeyspace {
  private static final String WRONG_TYPE =
      "WRONGTYPE Operation against a key holding the wrong kind of value";

  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Long> goneAtMillis = new HashMap<>();
  private long nowMillis;

  void setNow(long millis) {
    nowMillis = millis;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** The value of a key; null if there is none. */
  <T> @Nullable T find(String key, Class<T> type) {
    Object value = any(key);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new RedisError(WRONG_TYPE);
    }
    return type.cast(value);
  }

  @Nullable Object any(String key) {
    Long gone = goneAtMillis.get(key);
    if (gone != null && gone <= nowMillis) {
      delete(key);
    }
    return values.get(key);
  }

  <T> T findOrAdd(String key, Class<T> type, Supplier<T> empty) {
    T value = find(key, type);
    if (value == null) {
      value = empty.get();
      values.put(key, value);
    }
    return value;
  }

  /** Sets a value that has no end. */
  void put(String key, Object value) {
    values.put(key, value);
    goneAtMillis.remove(key);
  }

  /** Changes a value; its end stays as it is. */
  void replace(String key, Object value) {
    values.put(key, value);
  }

  boolean delete(String key) {
    goneAtMillis.remove(key);
    return values.remove(key) != null;
  }

  boolean expireAt(String key, long millis) {
    if (any(key) == null) {
      return false;
    }
    if (millis <= nowMillis) {
      delete(key);
    } else {
      goneAtMillis.put(key, millis);
    }
    return true;
  }

  boolean persist(String key) {
    return any(key) != null && goneAtMillis.remove(key) != null;
  }

  /** When the key is gone; null if never. */
  @Nullable Long goneAt(String key) {
    return any(key) == null ? null : goneAtMillis.get(key);
  }

  void clear() {
    values.clear();
    goneAtMillis.clear();
  }

  int size() {
    return values.size();
  }
}
