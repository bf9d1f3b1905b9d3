package dev.halftone.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG. The encoder of the JDK tries five filters a row and takes several times as long; here
 * every row is stored as differences to the pixel on its left and packed by Huffman codes alone.
 */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final int FILTER_LEFT = 1;
  private static final int TRUE_COLOR = 2;
  private static final int TRUE_COLOR_WITH_ALPHA = 6;
  private static final int ROWS_AT_ONCE = 64;

  private PngEncoder() {}

  static byte[] encode(Canvas canvas, boolean alpha) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(canvas.pixels.length * 2);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(canvas, alpha));
      chunk(out, "IDAT", data(canvas, alpha));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(Canvas canvas, boolean alpha) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(canvas.width);
    out.writeInt(canvas.height);
    out.write(8);
    out.write(alpha ? TRUE_COLOR_WITH_ALPHA : TRUE_COLOR);
    out.write(new byte[3]);
    return bytes.toByteArray();
  }

  private static byte[] data(Canvas canvas, boolean alpha) {
    int channels = alpha ? 4 : 3;
    int rowBytes = canvas.width * channels + 1;
    byte[] rows = new byte[rowBytes * ROWS_AT_ONCE];
    byte[] packed = new byte[1 << 16];
    ByteArrayOutputStream out = new ByteArrayOutputStream(canvas.pixels.length * 2);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setStrategy(Deflater.HUFFMAN_ONLY);
    try {
      for (int top = 0; top < canvas.height; top += ROWS_AT_ONCE) {
        int bottom = Math.min(canvas.height, top + ROWS_AT_ONCE);
        for (int y = top; y < bottom; y++) {
          row(canvas, y, rows, (y - top) * rowBytes, alpha);
        }
        deflater.setInput(rows, 0, (bottom - top) * rowBytes);
        while (!deflater.needsInput()) {
          out.write(packed, 0, deflater.deflate(packed));
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        out.write(packed, 0, deflater.deflate(packed));
      }
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static void row(Canvas canvas, int y, byte[] rows, int start, boolean alpha) {
    int to = start;
    rows[to++] = FILTER_LEFT;
    int left = 0;
    for (int at = y * canvas.width; at < (y + 1) * canvas.width; at++) {
      int pixel = canvas.pixels[at];
      rows[to++] = (byte) ((pixel >> 16) - (left >> 16));
      rows[to++] = (byte) ((pixel >> 8) - (left >> 8));
      rows[to++] = (byte) (pixel - left);
      if (alpha) {
        rows[to++] = (byte) ((pixel >>> 24) - (left >>> 24));
      }
      left = pixel;
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
