package dev.halftone.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value of the configuration that knows its line and its path, because a person writes it and
 * wants to be told where the mistake is. Every mistake is a {@link CommandException}.
 */
final class YamlNode {
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final Place place;

  /** A map, a list, or a text; null where nothing is written. */
  private final @Nullable Object value;

  /** Whether the environment gave a part of the text, which then is never shown. */
  private final boolean hidden;

  private YamlNode(Place place, @Nullable Object value) {
    this(place, value, false);
  }

  private YamlNode(Place place, @Nullable Object value, boolean hidden) {
    this.place = place;
    this.value = value;
    this.hidden = hidden;
  }

  /** Where a value stands: its file, line from 1, and path, empty for the document. */
  private record Place(String file, int line, String path) {
    Place below(int line, String name) {
      return new Place(
          file, line, path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name);
    }

    CommandException wrong(String message) {
      return CommandException.usage(
          "%s, line %d%s: %s".formatted(file, line, path.isEmpty() ? "" : ", " + path, message));
    }
  }

  /** Reads a document and replaces what {@link Placeholders} finds in its texts. */
  static YamlNode read(String file, String yaml, Placeholders environment) {
    try (YAMLParser parser = FACTORY.createParser(yaml)) {
      Place top = new Place(file, 1, "");
      YamlNode document =
          parser.nextToken() == null
              ? new YamlNode(top, null)
              : new Walk(parser, environment).value(top);
      if (parser.nextToken() != null) {
        throw new Place(file, line(parser), "").wrong("holds more than one document");
      }
      return document;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      // The parser's own message quotes the text around the mistake, where a key may stand.
      throw new Place(file, line, "").wrong("is not YAML; look at quotes, colons and indentation");
    } catch (IOException e) {
      throw new Place(file, 1, "").wrong("cannot be read: " + e);
    }
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private record Walk(YAMLParser parser, Placeholders environment) {
    YamlNode value(Place place) throws IOException {
      if (parser.isCurrentAlias()) {
        throw place.wrong("YAML aliases are not read; write the value out");
      }
      JsonToken token = parser.currentToken();
      if (token == JsonToken.START_OBJECT) {
        return new YamlNode(place, members(place));
      }
      if (token == JsonToken.START_ARRAY) {
        return new YamlNode(place, elements(place));
      }
      if (token == JsonToken.VALUE_NULL) {
        return new YamlNode(place, null);
      }
      return text(place, parser.getText());
    }

    private YamlNode text(Place place, String written) {
      try {
        String text = environment.replaceIn(written);
        return new YamlNode(place, text, !text.equals(written));
      } catch (IllegalArgumentException e) {
        throw place.wrong(String.valueOf(e.getMessage()));
      }
    }

    private Map<String, YamlNode> members(Place place) throws IOException {
      Map<String, YamlNode> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        Place below = place.below(line(parser), name);
        parser.nextToken();
        if (members.put(name, value(below)) != null) {
          throw below.wrong("is given twice");
        }
      }
      return members;
    }

    private List<YamlNode> elements(Place place) throws IOException {
      List<YamlNode> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(place.below(line(parser), "[" + elements.size() + "]")));
      }
      return elements;
    }
  }

  CommandException wrong(String message) {
    return place.wrong(message);
  }

  boolean isEmpty() {
    return value == null;
  }

  boolean isText() {
    return value instanceof String;
  }

  boolean isList() {
    return value instanceof List<?>;
  }

  @SuppressWarnings("unchecked")
  Map<String, YamlNode> members() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, YamlNode>) map;
    }
    throw wrong("must be a group of keys, such as { key: value }");
  }

  @SuppressWarnings("unchecked")
  List<YamlNode> elements() {
    if (value instanceof List<?> list) {
      return (List<YamlNode>) list;
    }
    throw wrong("must be a list, such as [a, b]");
  }

  /** This group of keys, after refusing those that are none of the known ones. */
  YamlNode closed(Set<String> known) {
    members()
        .forEach(
            (name, node) -> {
              if (!known.contains(name)) {
                throw node.wrong(
                    "'%s' is not a known key; did you mean '%s'? Known here: %s"
                        .formatted(
                            name,
                            Spelling.nearest(name, known),
                            String.join(", ", new TreeSet<>(known))));
              }
            });
    return this;
  }

  /** Refuses keys that the contract knows and this version does not do. */
  void refuse(Map<String, String> unavailable) {
    unavailable.forEach(
        (name, available) -> {
          YamlNode node = find(name);
          if (node != null) {
            throw node.wrong("is not available in this version; available: " + available);
          }
        });
  }

  /** The value of a key, or null if it is missing or empty. */
  @Nullable YamlNode find(String name) {
    YamlNode found = members().get(name);
    return found == null || found.isEmpty() ? null : found;
  }

  YamlNode get(String name) {
    YamlNode found = find(name);
    if (found == null) {
      throw wrong("'%s' is missing".formatted(name));
    }
    return found;
  }

  String text() {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong("must be a single value, and not empty");
  }

  List<String> texts() {
    return elements().stream().map(YamlNode::text).toList();
  }

  Map<String, String> textsByName() {
    Map<String, String> texts = new LinkedHashMap<>();
    members().forEach((name, node) -> texts.put(name, node.text()));
    return texts;
  }

  /** Reads the text; what is wrong with it is told with the place where it stands. */
  <T> T as(Function<String, T> parse) {
    String text = text();
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /** Does something with this value; if that refuses it, it is told with the place. */
  void check(Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private CommandException refused(IllegalArgumentException e) {
    return wrong(
        isHidden()
            ? "does not accept the value that the environment gives"
            : String.valueOf(e.getMessage()));
  }

  /** Reads a key of this group, where it is given, and hands it on. */
  <T> void set(String name, Function<String, T> parse, Consumer<T> setter) {
    YamlNode node = find(name);
    if (node != null) {
      String text = node.text();
      node.check(() -> setter.accept(parse.apply(text)));
    }
  }

  private boolean isHidden() {
    if (value instanceof Map<?, ?>) {
      return members().values().stream().anyMatch(YamlNode::isHidden);
    }
    return value instanceof List<?> ? elements().stream().anyMatch(YamlNode::isHidden) : hidden;
  }

  /**
   * Reads {@code true} or {@code false}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'%s' is not true or false".formatted(text));
    };
  }

  /** Reads a text that no message may show, with a reader whose messages do not show it. */
  <T> T asSecret(Function<String, T> parse) {
    if (!(value instanceof String text)) {
      throw wrong("must be a single value");
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  int wholeNumber(int least, int most) {
    String text = text();
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is allowed.
    }
    throw wrong("must be a whole number from %d to %d".formatted(least, most));
  }
}
