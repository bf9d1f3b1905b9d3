package dev.halftone.router;

import dev.halftone.cost.Usd;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a decision line, read strictly: what is wrong is told with the path
 * of the field, its value and what is allowed. Pure.
 */
final class RecordedFields {
  private static final int SHOWN_CHARS = 60;

  private final JsonObject object;
  private final String path;

  private RecordedFields(JsonObject object, String path) {
    this.object = object;
    this.path = path;
  }

  static RecordedFields of(JsonObject object) {
    return new RecordedFields(object, "");
  }

  RecordedFields object(String name) {
    RecordedFields found = findObject(name);
    if (found == null) {
      throw wrong(name, "is missing");
    }
    return found;
  }

  @Nullable RecordedFields findObject(String name) {
    Object value = object.getValue(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonObject inner)) {
      throw wrong(name, "is " + shown(value) + "; allowed is an object");
    }
    return new RecordedFields(inner, path + name + ".");
  }

  <T> List<T> objects(String name, Function<RecordedFields, T> read) {
    JsonArray array = array(name);
    List<T> all = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String place = name + "[" + i + "]";
      if (!(array.getValue(i) instanceof JsonObject inner)) {
        throw wrong(place, "is no object");
      }
      all.add(read.apply(new RecordedFields(inner, path + place + ".")));
    }
    return all;
  }

  <T> List<T> texts(String name, Function<String, T> parse) {
    JsonArray array = array(name);
    List<T> all = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String place = name + "[" + i + "]";
      if (!(array.getValue(i) instanceof String text)) {
        throw wrong(place, "is no text");
      }
      all.add(parsed(place, text, parse));
    }
    return all;
  }

  private JsonArray array(String name) {
    Object value = required(name);
    if (!(value instanceof JsonArray array)) {
      throw wrong(name, "is " + shown(value) + "; allowed is a list");
    }
    return array;
  }

  String text(String name) {
    return get(name, text -> text);
  }

  Usd usd(String name) {
    Usd amount = get(name, Usd::parse);
    if (amount.isNegative()) {
      throw wrong(name, "is " + amount + "; it must not be negative");
    }
    return amount;
  }

  <T> T get(String name, Function<String, T> parse) {
    required(name);
    T value = find(name, parse);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    return value;
  }

  <T> @Nullable T find(String name, Function<String, T> parse) {
    Object value = object.getValue(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw wrong(name, "is " + shown(value) + "; allowed is text");
    }
    return parsed(name, text, parse);
  }

  private <T> T parsed(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw wrong(name, "is " + shown(text) + ": " + e.getMessage());
    }
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    return get(
        name,
        text -> {
          for (E one : type.getEnumConstants()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
              return one;
            }
          }
          List<String> allowed = new ArrayList<>();
          for (E one : type.getEnumConstants()) {
            allowed.add(one.name().toLowerCase(Locale.ROOT));
          }
          throw new IllegalArgumentException("allowed are " + String.join(", ", allowed));
        });
  }

  boolean flag(String name) {
    Object value = required(name);
    if (!(value instanceof Boolean flag)) {
      throw wrong(name, "is " + shown(value) + "; allowed are true and false");
    }
    return flag;
  }

  /** A flag that is false where it is missing. */
  boolean findFlag(String name) {
    return object.getValue(name) != null && flag(name);
  }

  int number(String name, int least, int most) {
    return (int) whole(name, least, most);
  }

  /** A number from 0. */
  long number(String name) {
    return whole(name, 0, Long.MAX_VALUE);
  }

  long whole(String name, long least, long most) {
    required(name);
    Long value = findWhole(name);
    if (value == null || value < least || value > most) {
      throw wrong(name, "is %s; allowed are %d to %d".formatted(value, least, most));
    }
    return value;
  }

  @Nullable Long findWhole(String name) {
    Object value = object.getValue(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, "is " + shown(value) + "; allowed are whole numbers");
  }

  private Object required(String name) {
    Object value = object.getValue(name);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    return value;
  }

  private IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException(path + name + " " + what);
  }

  private static String shown(Object value) {
    String text = value.toString();
    return "'"
        + (text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text)
        + "'";
  }
}
