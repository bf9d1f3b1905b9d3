package dev.halftone.cache;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint (SHA-256) of everything in a request that changes the picture, so that no prompt is
 * kept with a stored image.
 *
 * <p>In it: prompt, size, n, background, output format, output compression, thinking, the input
 * images and the mask, by their bytes. Not in it: what the router chooses (model and quality, which
 * are put to it by {@link #key}), what only steers that choice (tier, objective, providers), money
 * (charge, maxCost), deadline, partialImages and cached. Computed once a request and combined with
 * many candidates.
 *
 * <p>Immutable, thread-safe, no I/O.
 */
public final class RequestDigest {
  /** Changed with the layout below, so that digests stored elsewhere are not misread. */
  private static final String LAYOUT = "halftone-request-2";

  private static final int PIECE = 8_192;

  private final String hex;

  private RequestDigest(String hex) {
    this.hex = hex;
  }

  /**
   * The digest of a request; a few microseconds for a usual prompt, and about a millisecond for
   * each megabyte of input images.
   */
  public static RequestDigest of(ImageRequest request) {
    MessageDigest sha256 = sha256();
    sha256.update(layOut(request));
    return new RequestDigest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** The key of this request's images as this model makes them at this quality. */
  public CacheKey key(String model, Quality quality) {
    return new CacheKey(this, model, quality);
  }

  // Every field has a fixed width or its length before it, so no two requests share a layout.
  private static byte[] layOut(ImageRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + 2 * request.prompt().length());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, LAYOUT);
      write(out, request.prompt());
      write(out, request.size());
      out.writeInt(request.n());
      write(out, name(request.background()));
      write(out, request.outputFormat().name());
      Integer compression = request.outputCompression();
      out.writeInt(compression == null ? -1 : compression);
      write(out, request.thinking().name());
      out.writeInt(request.inputImages().size());
      for (InputImage inputImage : request.inputImages()) {
        write(out, inputImage);
      }
      InputImage mask = request.mask();
      out.writeBoolean(mask != null);
      if (mask != null) {
        write(out, mask);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    // As UTF-16 units: an encoder would map all broken surrogates to one character.
    out.writeChars(text);
  }

  private static void write(DataOutputStream out, InputImage image) throws IOException {
    write(out, image.size());
    Buffer bytes = image.bytes();
    out.writeInt(bytes == null ? 0 : bytes.length());
    if (bytes != null) {
      MessageDigest sha256 = sha256();
      byte[] piece = new byte[PIECE];
      for (int from = 0; from < bytes.length(); from += PIECE) {
        int to = Math.min(bytes.length(), from + PIECE);
        bytes.getBytes(from, to, piece);
        sha256.update(piece, 0, to - from);
      }
      out.write(sha256.digest());
    }
  }

  private static void write(DataOutputStream out, ImageSize size) throws IOException {
    out.writeInt(size.width());
    out.writeInt(size.height());
  }

  private static String name(@Nullable Enum<?> value) {
    return value == null ? "" : value.name();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestDigest digest && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return hex;
  }
}
