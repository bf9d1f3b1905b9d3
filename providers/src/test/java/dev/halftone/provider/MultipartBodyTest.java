package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartBodyTest {
  @Test
  void form_onTheWire_isWhatServersExpect() {
    Buffer image = TestImages.bytes(EditContract.REFERENCE);
    MultipartBody form =
        new MultipartBody(new Random(1))
            .field("prompt", "a\r\n--b \u20ac")
            .file("image[]", "image-1", EditContract.REFERENCE)
            .field("n", "1");
    String boundary = form.contentType().substring("multipart/form-data; boundary=".length());
    assertThat(boundary).matches("halftone-[0-9a-f]{48}");
    Buffer expected =
        Buffer.buffer("--" + boundary + "\r\n")
            .appendString("Content-Disposition: form-data; name=\"prompt\"\r\n\r\n")
            .appendString("a\r\n--b \u20ac\r\n--" + boundary + "\r\n")
            .appendString("Content-Disposition: form-data; name=\"image[]\"; ")
            .appendString("filename=\"image-1.png\"\r\nContent-Type: image/png\r\n\r\n")
            .appendBuffer(image)
            .appendString("\r\n--" + boundary + "\r\n")
            .appendString("Content-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n")
            .appendString("--" + boundary + "--\r\n");
    List<Buffer> pieces = form.end();
    Buffer all = Buffer.buffer();
    pieces.forEach(all::appendBuffer);
    assertThat(all).isEqualTo(expected);
    assertThat(pieces).as("the file is not copied").anyMatch(piece -> piece == image);
  }

  @Test
  void boundary_ofTwoForms_differs() {
    Random random = new Random(1);
    assertThat(new MultipartBody(random).contentType())
        .isNotEqualTo(new MultipartBody(random).contentType());
  }
}
