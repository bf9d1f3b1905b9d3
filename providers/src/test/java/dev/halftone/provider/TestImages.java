package dev.halftone.provider;

import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.util.Random;

/** Reference images whose heads are real and whose rest is noise that no two of them share. */
final class TestImages {
  private TestImages() {}

  static InputImage png(int width, int height, int bytes, int seed) {
    Buffer head =
        Buffer.buffer(ProviderContract.PNG).slice(0, 8).copy().appendInt(13).appendString("IHDR");
    return InputImage.of(noise(head.appendInt(width).appendInt(height), bytes, seed));
  }

  static InputImage jpeg(int width, int height, int bytes, int seed) {
    Buffer head =
        Buffer.buffer().appendInt(0xFFD8FFC0).appendShort((short) 11).appendByte((byte) 8);
    head.appendShort((short) height).appendShort((short) width);
    return InputImage.of(noise(head, bytes, seed));
  }

  static InputImage webp(int width, int height, int bytes, int seed) {
    Buffer head = Buffer.buffer("RIFF").appendInt(0).appendString("WEBPVP8X").appendLong(0);
    head.appendMediumLE(width - 1).appendMediumLE(height - 1);
    return InputImage.of(noise(head, bytes, seed));
  }

  static Buffer bytes(InputImage image) {
    Buffer bytes = image.bytes();
    return bytes == null ? Buffer.buffer() : bytes;
  }

  private static Buffer noise(Buffer head, int bytes, int seed) {
    byte[] noise = new byte[Math.max(0, bytes - head.length())];
    new Random(seed).nextBytes(noise);
    return head.appendBytes(noise);
  }
}
