package dev.halftone.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows its line and its path, because a person edits the catalogue and wants to
 * be told where the mistake is. Jackson's own tree forgets the lines.
 */
final class LocatedJson {
  private static final int MAX_DEPTH = 32;
  private static final long MAX_BYTES = 16L << 20;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private final String file;
  private final int line;
  private final String path;

  /** A map, a list, a string, a long, a boolean, or null for a value of another kind. */
  private final @Nullable Object value;

  private LocatedJson(String file, int line, String path, @Nullable Object value) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.value = value;
  }

  static LocatedJson read(String file, InputStream json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new CatalogException(file, 1, "(document)", "is empty");
      }
      LocatedJson document = value(file, parser, "");
      if (parser.nextToken() != null) {
        throw new CatalogException(
            file, parser.currentTokenLocation().getLineNr(), "(document)", "more than one value");
      }
      return document;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0);
      throw new CatalogException(
          file, line, "(document)", "is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new CatalogException(file, 0, "(document)", "cannot be read: " + e.getMessage());
    }
  }

  private static LocatedJson value(String file, JsonParser parser, String path) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new LocatedJson(file, line, path, members(file, parser, path));
      case START_ARRAY -> new LocatedJson(file, line, path, elements(file, parser, path));
      case VALUE_STRING -> new LocatedJson(file, line, path, parser.getText());
      case VALUE_NUMBER_INT ->
          new LocatedJson(
              file,
              line,
              path,
              parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                  ? null
                  : (Object) parser.getLongValue());
      case VALUE_TRUE, VALUE_FALSE -> new LocatedJson(file, line, path, parser.getBooleanValue());
      default -> new LocatedJson(file, line, path, null);
    };
  }

  private static Map<String, LocatedJson> members(String file, JsonParser parser, String path)
      throws IOException {
    Map<String, LocatedJson> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String memberPath = path.isEmpty() ? name : path + "." + name;
      int line = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      if (members.put(name, value(file, parser, memberPath)) != null) {
        throw new CatalogException(file, line, memberPath, "is given twice");
      }
    }
    return members;
  }

  private static List<LocatedJson> elements(String file, JsonParser parser, String path)
      throws IOException {
    List<LocatedJson> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(file, parser, path + "[" + elements.size() + "]"));
    }
    return elements;
  }

  CatalogException wrong(String message) {
    return new CatalogException(file, line, path.isEmpty() ? "(document)" : path, message);
  }

  @SuppressWarnings("unchecked")
  Map<String, LocatedJson> members() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, LocatedJson>) map;
    }
    throw wrong("must be an object in braces");
  }

  /** This object, after refusing members that are none of those named. */
  LocatedJson closed(Set<String> allowed) {
    for (Map.Entry<String, LocatedJson> member : members().entrySet()) {
      if (!allowed.contains(member.getKey())) {
        throw member
            .getValue()
            .wrong(
                "is not a known key; nearest is "
                    + NearestName.of(member.getKey(), new TreeSet<>(allowed)));
      }
    }
    return this;
  }

  @SuppressWarnings("unchecked")
  List<LocatedJson> elements() {
    if (value instanceof List<?> list) {
      return (List<LocatedJson>) list;
    }
    throw wrong("must be a list in brackets");
  }

  LocatedJson get(String name) {
    LocatedJson member = members().get(name);
    if (member == null) {
      throw new CatalogException(
          file, line, path.isEmpty() ? name : path + "." + name, "is missing");
    }
    return member;
  }

  @Nullable LocatedJson find(String name) {
    return members().get(name);
  }

  String text() {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong("must be a text in quotes, and not empty");
  }

  List<String> texts() {
    return elements().stream().map(LocatedJson::text).toList();
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong("must be true or false");
  }

  long number(long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw wrong("must be a whole number from %d to %d".formatted(least, most));
  }

  int integer(int least, int most) {
    return (int) number(least, most);
  }
}
