package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects what is written in pieces, so that a large body never has to be copied to grow. */
final class PieceStream extends OutputStream {
  private static final int PIECE_BYTES = 64 * 1024;

  private final List<Buffer> pieces = new ArrayList<>();
  private Buffer last = Buffer.buffer();
  private long bytes;

  @Override
  public void write(int b) {
    last.appendByte((byte) b);
    bytes++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (last.length() > 0 && last.length() + length > PIECE_BYTES) {
      pieces.add(last);
      last = Buffer.buffer(PIECE_BYTES);
    }
    last.appendBytes(bytes, from, length);
    this.bytes += length;
  }

  /** How much was written. */
  long length() {
    return bytes;
  }

  List<Buffer> pieces() {
    pieces.add(last);
    return pieces;
  }
}
