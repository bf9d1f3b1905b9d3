package dev.halftone.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CalibrationWriter} wrote, strictly and as a stream, because a full file has
 * millions of numbers.
 */
final class CalibrationReader {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_NAME = 256;
  private static final long MAX_BYTES = 512L << 20;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private final String file;
  private final JsonParser json;
  private final List<CalibrationState> states = new ArrayList<>();
  private final Set<CalibrationKey> keys = new HashSet<>();
  private OptionalInt holdQuantilePpm = OptionalInt.empty();

  private CalibrationReader(String file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  static CalibrationReader read(String file, InputStream in) throws IOException {
    try (JsonParser json = FACTORY.createParser(in)) {
      CalibrationReader reader = new CalibrationReader(file, json);
      reader.document();
      return reader;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0);
      throw new CalibrationException(
          file, line, "(document)", "is not whole JSON: " + e.getOriginalMessage());
    }
  }

  /** From the key not observed for longest to the latest. */
  List<CalibrationState> states() {
    return states;
  }

  OptionalInt holdQuantilePpm() {
    return holdQuantilePpm;
  }

  private void document() throws IOException {
    json.nextToken();
    require(JsonToken.START_OBJECT, "(document)", "must be an object in braces");
    boolean kind = false;
    boolean format = false;
    boolean list = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "kind" -> {
          kind = text(name).equals(CalibrationWriter.KIND);
          if (!kind) {
            throw wrong(name, "must be " + CalibrationWriter.KIND);
          }
        }
        case "format" ->
            format = number(name, CalibrationWriter.FORMAT, CalibrationWriter.FORMAT) > 0;
        case "hold_quantile_ppm" ->
            holdQuantilePpm = OptionalInt.of((int) number(name, 0, CalibrationOptions.ALL_PPM));
        case "keys" -> {
          list = true;
          keys();
        }
        default -> throw wrong(name, "is not a known key");
      }
    }
    if (!kind || !format || !list) {
      throw wrong(!kind ? "kind" : !format ? "format" : "keys", "is missing");
    }
    if (json.nextToken() != null) {
      throw wrong("(document)", "more than one value");
    }
  }

  private void keys() throws IOException {
    require(JsonToken.START_ARRAY, "keys", "must be a list in brackets");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String path = "keys[" + states.size() + "]";
      if (states.size() == CalibrationOptions.MAX_KEYS) {
        throw wrong(path, "is more than %d keys".formatted(CalibrationOptions.MAX_KEYS));
      }
      CalibrationState state = new Entry(path).read();
      if (!keys.add(state.key())) {
        throw wrong(path, "is given twice");
      }
      states.add(state);
    }
  }

  /** One key under construction. */
  private final class Entry {
    private final String path;
    private @Nullable String provider;
    private @Nullable String model;
    private @Nullable Quality quality;
    private @Nullable Long sizeClass;
    private @Nullable Thinking thinking;
    private @Nullable Long samples;
    private @Nullable Long mean;
    private @Nullable Long below;
    private @Nullable Long above;
    private @Nullable Long aboveHold;
    private long @Nullable [] ratios;

    Entry(String path) {
      this.path = path;
    }

    CalibrationState read() throws IOException {
      require(JsonToken.START_OBJECT, path, "must be an object in braces");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        member(name, path + "." + name);
      }
      CalibrationKey key =
          new CalibrationKey(
              given(provider, "provider"),
              given(model, "model"),
              given(quality, "quality"),
              given(sizeClass, "size_class").intValue(),
              given(thinking, "thinking"));
      long[] all = given(ratios, "ratios");
      long count = given(samples, "samples");
      if (count < all.length) {
        throw wrong(path + ".samples", "%d is below the %d ratios".formatted(count, all.length));
      }
      return new CalibrationState(
          key,
          count,
          given(mean, "mean"),
          given(below, "below"),
          given(above, "above"),
          given(aboveHold, "above_hold"),
          all);
    }

    private void member(String name, String at) throws IOException {
      switch (name) {
        case "provider" -> provider = text(at);
        case "model" -> model = text(at);
        case "quality" -> quality = word(at, Quality.values());
        case "size_class" ->
            sizeClass = number(at, CalibrationKey.AUTO_SIZE, CalibrationKey.MAX_SIZE_CLASS);
        case "thinking" -> thinking = word(at, Thinking.values());
        case "samples" -> samples = number(at, 1, Long.MAX_VALUE / 2);
        case "mean" -> mean = number(at, 0, BillRatio.MAX);
        case "below" -> below = number(at, -TailLevel.ALL, TailLevel.ALL);
        case "above" -> above = number(at, -TailLevel.ALL, TailLevel.ALL);
        case "above_hold" -> aboveHold = number(at, -TailLevel.ALL, TailLevel.ALL);
        case "ratios" -> ratios = ratios(at);
        default -> throw wrong(at, "is not a known key");
      }
    }

    private <T> T given(@Nullable T value, String name) {
      if (value == null) {
        throw wrong(path + "." + name, "is missing");
      }
      return value;
    }
  }

  private long[] ratios(String at) throws IOException {
    require(JsonToken.START_ARRAY, at, "must be a list in brackets");
    long[] ratios = new long[CalibrationOptions.MIN_WINDOW];
    int size = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (size == CalibrationOptions.MAX_WINDOW) {
        throw wrong(at, "has more than %d ratios".formatted(CalibrationOptions.MAX_WINDOW));
      }
      if (size == ratios.length) {
        ratios = Arrays.copyOf(ratios, 2 * size);
      }
      ratios[size++] = number(at, 0, BillRatio.MAX);
    }
    if (size == 0) {
      throw wrong(at, "must not be empty");
    }
    return Arrays.copyOf(ratios, size);
  }

  private <T extends Enum<T>> T word(String at, T[] words) throws IOException {
    String text = text(at);
    for (T word : words) {
      if (word.toString().equals(text)) {
        return word;
      }
    }
    throw wrong(at, "'%s' is not one of %s".formatted(text, Arrays.toString(words)));
  }

  private String text(String at) throws IOException {
    require(JsonToken.VALUE_STRING, at, "must be a text in quotes");
    String text = json.getText();
    if (text.isBlank() || text.length() > MAX_NAME) {
      throw wrong(at, "must have 1 to %d characters".formatted(MAX_NAME));
    }
    return text;
  }

  private long number(String at, long least, long most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long number = json.getLongValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(at, "must be a whole number from %d to %d".formatted(least, most));
  }

  private void require(JsonToken token, String at, String message) {
    if (json.currentToken() != token) {
      throw wrong(at, message);
    }
  }

  private CalibrationException wrong(String at, String message) {
    return new CalibrationException(file, json.currentTokenLocation().getLineNr(), at, message);
  }
}
