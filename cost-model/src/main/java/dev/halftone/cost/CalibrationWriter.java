package dev.halftone.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;

/** Writes what a calibration remembers as JSON, a key a line. */
final class CalibrationWriter {
  static final String KIND = "halftone-calibration";
  static final int FORMAT = 1;

  private static final JsonFactory FACTORY = new JsonFactory();

  private CalibrationWriter() {}

  static void write(OutputStream out, OptionalInt holdQuantilePpm, List<CalibrationState> states)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("kind", KIND);
      json.writeNumberField("format", FORMAT);
      if (holdQuantilePpm.isPresent()) {
        json.writeNumberField("hold_quantile_ppm", holdQuantilePpm.getAsInt());
      }
      json.writeArrayFieldStart("keys");
      for (CalibrationState state : states) {
        json.writeRaw('\n');
        write(json, state);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, CalibrationState state) throws IOException {
    CalibrationKey key = state.key();
    json.writeStartObject();
    json.writeStringField("provider", key.provider());
    json.writeStringField("model", key.model());
    json.writeStringField("quality", key.quality().toString());
    json.writeNumberField("size_class", key.sizeClass());
    json.writeStringField("thinking", key.thinking().toString());
    json.writeNumberField("samples", state.samples());
    json.writeNumberField("mean", state.mean());
    json.writeNumberField("below", state.below());
    json.writeNumberField("above", state.above());
    json.writeNumberField("above_hold", state.aboveHold());
    json.writeFieldName("ratios");
    json.writeArray(state.ratios(), 0, state.ratios().length);
    json.writeEndObject();
  }
}
