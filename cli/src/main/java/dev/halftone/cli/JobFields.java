package dev.halftone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and tells every mistake by its field, going on with the next.
 * A field that is null counts as left out, as OpenAI's clients send it.
 */
final class JobFields {
  /** Longer than any value but a prompt. */
  static final int MAX_VALUE_CHARS = 256;

  private static final int SHOWN_CHARS = 40;

  private final ObjectNode object;
  private final String prefix;
  private final BiConsumer<String, String> wrong;

  /**
   * Fields of an object.
   *
   * @param prefix what stands before the name of a field in a message
   * @param wrong takes the field and what is wrong with it
   */
  JobFields(ObjectNode object, String prefix, BiConsumer<String, String> wrong) {
    this.object = object;
    this.prefix = prefix;
    this.wrong = wrong;
  }

  void closed(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                wrong(
                    shown(name),
                    "is not a known field; did you mean '%s'? Known here: %s"
                        .formatted(
                            Spelling.nearest(name, known),
                            String.join(", ", new TreeSet<>(known))));
              }
            });
  }

  void wrong(String name, String message) {
    wrong.accept(prefix + name, message);
  }

  boolean has(String name) {
    return find(name) != null;
  }

  /** The text of a field, of any length; null if it is left out or wrong. */
  @Nullable String longText(String name) {
    JsonNode node = find(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      wrong(name, "must be a text in quotes, not %s".formatted(kind(node)));
      return null;
    }
    return node.textValue();
  }

  @Nullable String text(String name) {
    String text = longText(name);
    if (text != null && text.length() > MAX_VALUE_CHARS) {
      wrong(name, "'%s' is longer than %d characters".formatted(shown(text), MAX_VALUE_CHARS));
      return null;
    }
    return text;
  }

  /** Reads a text and sets what it means. */
  <T> void text(String name, Function<String, T> parse, Consumer<T> setter) {
    String text = text(name);
    if (text != null) {
      attempt(name, () -> setter.accept(parse.apply(text)));
    }
  }

  /** Reads a whole number and sets it. */
  void whole(String name, Consumer<Integer> setter) {
    JsonNode node = find(name);
    if (node == null) {
      return;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      wrong(name, "must be a whole number, not %s".formatted(kind(node)));
      return;
    }
    attempt(name, () -> setter.accept(node.intValue()));
  }

  void flag(String name, Consumer<Boolean> setter) {
    JsonNode node = find(name);
    if (node == null) {
      return;
    }
    if (node.isBoolean()) {
      setter.accept(node.booleanValue());
    } else {
      wrong(name, "must be true or false, not %s".formatted(kind(node)));
    }
  }

  /** Reads a list of texts and sets what they mean. */
  <T> void texts(String name, Function<String, T> parse, Consumer<List<T>> setter) {
    JsonNode node = find(name);
    if (node == null) {
      return;
    }
    if (!node.isArray()) {
      wrong(name, "must be a list of texts, not %s".formatted(kind(node)));
      return;
    }
    List<T> values = new ArrayList<>();
    for (JsonNode one : node) {
      if (!one.isTextual() || one.textValue().length() > MAX_VALUE_CHARS) {
        wrong(name, "must be a list of texts of at most %d characters".formatted(MAX_VALUE_CHARS));
        return;
      }
      if (!attempt(name, () -> values.add(parse.apply(one.textValue())))) {
        return;
      }
    }
    attempt(name, () -> setter.accept(values));
  }

  /** The fields of an object within this one; null if it is left out or wrong. */
  @Nullable JobFields object(String name) {
    JsonNode node = find(name);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode inner) {
      return new JobFields(inner, prefix + name + ".", wrong);
    }
    wrong(name, "must be an object, not %s".formatted(kind(node)));
    return null;
  }

  private @Nullable JsonNode find(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private boolean attempt(String name, Runnable step) {
    try {
      step.run();
      return true;
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** A number is shown, for it is short; what is inside a list or an object may be a prompt. */
  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> shown(node.asText());
      case BOOLEAN -> node.asText();
      case ARRAY -> "a list";
      default -> "an object";
    };
  }

  static String shown(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
