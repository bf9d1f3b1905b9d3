package dev.halftone.provider;

import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/**
 * Fetches result images from where a provider put them, or decodes them if they are in the address
 * itself.
 *
 * <p>An address in an answer is the word of a stranger: it is fetched without any key, only from
 * hosts on a list, only from public addresses, and up to a size. Thread-safe; does I/O, which costs
 * nothing, so it is tried again where that may help. Fails with {@link DownloadException}.
 */
final class Downloads {
  private static final int DATA_PIECE = 16 * 1024;

  private final Vertx vertx;
  private final HttpCalls http;
  private final DownloadHosts hosts;
  private final long maxBytes;
  private final Pauses pauses;

  /** Makes it with connections of its own; {@link #close} closes them. */
  Downloads(Vertx vertx, CommonOptions options) {
    this.vertx = vertx;
    http = options.calls(vertx);
    hosts = DownloadHosts.of(options);
    maxBytes = options.limits().imageBytes();
    pauses = new Pauses(vertx);
  }

  /**
   * Fetches one image.
   *
   * @param url an https or data URI, as the provider wrote it
   * @param deadline of everything, trying again included
   */
  Future<GeneratedImage> fetch(String url, Redaction redaction, Deadline deadline) {
    if (url.regionMatches(true, 0, "data:", 0, 5)) {
      return data(url);
    }
    return new ImageDownload(vertx, http, hosts, maxBytes, pauses, redaction, deadline).start(url);
  }

  /** Closes all connections; downloads under way fail. */
  Future<Void> close() {
    pauses.close();
    return http.close();
  }

  private Future<GeneratedImage> data(String uri) {
    int comma = uri.indexOf(',');
    if (comma < 0 || !uri.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      return Future.failedFuture(DownloadException.refused("the data URI is not base64"));
    }
    Base64Spool spool = new Base64Spool(maxBytes);
    byte[] piece = new byte[DATA_PIECE];
    for (int from = comma + 1; from < uri.length(); from += DATA_PIECE) {
      int to = Math.min(uri.length(), from + DATA_PIECE);
      for (int i = from; i < to; i++) {
        char c = uri.charAt(i);
        piece[i - from] = c < 0x80 ? (byte) c : 0;
      }
      write(spool, piece, to - from);
    }
    Buffer bytes = spool.end();
    if (bytes == null) {
      return Future.failedFuture(DownloadException.refused("the data URI " + spool.problem()));
    }
    GeneratedImage image = GeneratedImage.of(bytes, null);
    return image == null ? Future.failedFuture(notAnImage()) : Future.succeededFuture(image);
  }

  private static void write(Base64Spool spool, byte[] piece, int length) {
    int i = 0;
    while (i < length) {
      i = spool.writePlain(piece, i, length);
      if (i < length) {
        spool.write(piece[i++]);
      }
    }
  }

  /** The message of a failure: images were made, and none of them could be fetched. */
  static String lost(String provider, Throwable cause) {
    String why =
        cause instanceof DownloadException failure
            ? failure.getMessage()
            : cause.getClass().getSimpleName();
    return "%s: %s: the image was made and did not arrive: %s"
        .formatted(provider, Kind.BAD_ANSWER, why);
  }

  static DownloadException notAnImage() {
    return DownloadException.refused("what is there is not a png, jpeg or webp image");
  }
}
