package dev.halftone.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one streamed answer, drawn and written. Only a single picture can be streamed.
 *
 * @param partials one event for every partial picture
 * @param completed the last event, with the usage
 */
@SuppressWarnings("ArrayRecordComponent")
record StreamedWork(Bill bill, List<byte[]> partials, byte[] completed) {

  /** Takes tens of milliseconds a megapixel and picture. */
  static StreamedWork draw(
      ImageOrder order,
      StreamPlan plan,
      @Nullable Fault fault,
      PictureMaker pictures,
      boolean detailed,
      long created) {
    Bill bill = Bill.of(order);
    List<byte[]> partials = new ArrayList<>();
    for (int i = 0; i < plan.partials(); i++) {
      byte[] picture = pictures.drawPartial(order, i);
      int index = i;
      partials.add(
          event(
              name(order, "partial_image"),
              json -> {
                head(json, order, Wire.base64(picture), created);
                json.writeNumberField("partial_image_index", index);
              }));
    }
    String picture = SpoiledAnswer.base64(fault, pictures.draw(order, 0));
    byte[] completed =
        event(
            name(order, "completed"),
            json -> {
              head(json, order, picture, created);
              json.writeObjectFieldStart("usage");
              OpenAiDialect.writeUsage(json, bill);
              if (detailed) {
                OpenAiDialect.writeOutputDetails(json, bill);
              }
              json.writeEndObject();
            });
    return new StreamedWork(bill, partials, completed);
  }

  /** An event that tells of a failure. */
  static byte[] error(byte[] envelope) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("event: error\ndata: ".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(envelope);
    bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static String name(ImageOrder order, String what) {
    return (order.isEdit() ? "image_edit." : "image_generation.") + what;
  }

  private static void head(
      JsonGenerator json, ImageOrder order, @Nullable String picture, long created)
      throws IOException {
    if (picture != null) {
      json.writeStringField("b64_json", picture);
    }
    json.writeNumberField("created_at", created);
    json.writeStringField("size", order.size().toString());
    json.writeStringField("quality", order.quality());
    json.writeStringField("background", order.transparent() ? "transparent" : "opaque");
    json.writeStringField("output_format", order.format().wireName());
  }

  private static byte[] event(String name, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    try (JsonGenerator json = Wire.JSON.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", name);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /** Writes what an event holds besides its type. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
