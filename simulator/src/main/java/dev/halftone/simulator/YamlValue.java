package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a YAML document that knows where it stands, so that a mistake can be pointed at.
 *
 * @param file what the document is called
 * @param line where the value or its key stands, from 1
 * @param path the keys that lead to it, empty for the document
 * @param value a map or a list of such values, a text, or null where nothing is written
 */
record YamlValue(String file, int line, String path, @Nullable Object value) {
  private static final YAMLFactory FACTORY = new YAMLFactory();

  static YamlValue read(Reader reader, String file) throws IOException {
    try (YAMLParser parser = FACTORY.createParser(reader)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      YamlValue top = new YamlValue(file, 1, "", null);
      if (parser.nextToken() == null) {
        return top;
      }
      YamlValue document = walk(parser, top);
      if (parser.nextToken() != null) {
        throw top.wrong("holds more than one document; allowed is one");
      }
      return document;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new YamlValue(file, line, "", null)
          .wrong("is not YAML; look at quotes, colons and indentation");
    }
  }

  private static YamlValue walk(YAMLParser parser, YamlValue place) throws IOException {
    if (parser.isCurrentAlias()) {
      throw place.wrong("is a YAML alias; write the value out");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, YamlValue> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        String path = place.path.isEmpty() ? name : place.path + "." + name;
        YamlValue below = place.at(parser, path);
        parser.nextToken();
        if (members.put(name, walk(parser, below)) != null) {
          throw below.wrong("is given twice");
        }
      }
      return place.holding(members);
    }
    if (token == JsonToken.START_ARRAY) {
      List<YamlValue> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String path = place.path + "[" + elements.size() + "]";
        elements.add(walk(parser, place.at(parser, path)));
      }
      return place.holding(elements);
    }
    return place.holding(token == JsonToken.VALUE_NULL ? null : parser.getText());
  }

  private YamlValue at(YAMLParser parser, String path) {
    return new YamlValue(file, Math.max(1, parser.currentTokenLocation().getLineNr()), path, null);
  }

  private YamlValue holding(@Nullable Object value) {
    return new YamlValue(file, line, path, value);
  }

  IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(
        file + ", line " + line + (path.isEmpty() ? "" : ", " + path) + ": " + message);
  }

  /** Says what is written, and what might be. */
  IllegalArgumentException notAllowed(String allowed) {
    return wrong("is " + (value instanceof String ? value : kind()) + "; allowed is " + allowed);
  }

  private String kind() {
    return value == null ? "empty" : value instanceof List ? "a list" : "a group of keys";
  }

  /** The members of a group, all of which must be known. */
  @SuppressWarnings("unchecked")
  Map<String, YamlValue> members(Collection<String> known) {
    if (!(value instanceof Map<?, ?>)) {
      throw notAllowed("a group of keys: " + String.join(", ", known));
    }
    Map<String, YamlValue> members = (Map<String, YamlValue>) value;
    members.forEach(
        (name, member) -> {
          if (!known.contains(name)) {
            throw member.wrong("is not a known key; allowed is " + String.join(", ", known));
          }
        });
    return members;
  }

  @SuppressWarnings("unchecked")
  List<YamlValue> elements() {
    if (value instanceof List<?>) {
      return (List<YamlValue>) value;
    }
    throw notAllowed("a list");
  }

  /** The text that is written, or the empty one. */
  String text() {
    return value instanceof String text ? text : "";
  }

  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw notAllowed("true or false");
    };
  }

  double number(double least, double most, String allowed) {
    try {
      double number = Double.parseDouble(text());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is allowed.
    }
    throw notAllowed(allowed);
  }

  int wholeNumber(int least, int most) {
    try {
      int number = Integer.parseInt(text());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is allowed.
    }
    throw notAllowed("a whole number from " + least + " to " + most);
  }
}
