package dev.halftone.provider;

import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One image on its way: each address it leads to is checked, looked up once and connected to as it
 * was looked up, so that a name cannot mean one address to the check and another to the connection.
 */
final class ImageDownload {
  private static final int TRIES = 4;
  private static final int REDIRECTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

  private final Vertx vertx;
  private final HttpCalls http;
  private final DownloadHosts hosts;
  private final long maxBytes;
  private final Pauses pauses;
  private final Redaction redaction;
  private final Deadline deadline;

  ImageDownload(
      Vertx vertx,
      HttpCalls http,
      DownloadHosts hosts,
      long maxBytes,
      Pauses pauses,
      Redaction redaction,
      Deadline deadline) {
    this.vertx = vertx;
    this.http = http;
    this.hosts = hosts;
    this.maxBytes = maxBytes;
    this.pauses = pauses;
    this.redaction = redaction;
    this.deadline = deadline;
  }

  Future<GeneratedImage> start(String url) {
    URI uri = parse(url);
    return uri == null
        ? Future.failedFuture(DownloadException.refused("the address of the image is not one"))
        : attempt(uri, 1);
  }

  private Future<GeneratedImage> attempt(URI uri, int number) {
    return hop(uri, 0, number)
        .recover(
            cause -> {
              Duration pause = FIRST_PAUSE.multipliedBy(1L << number);
              boolean again =
                  cause instanceof DownloadException failure
                      && failure.isPassing()
                      && number < TRIES
                      && pause.compareTo(deadline.left()) < 0;
              return again
                  ? pauses
                      .pause(pause)
                      .recover(closed -> Future.failedFuture(cause))
                      .compose(over -> attempt(uri, number + 1))
                  : Future.failedFuture(cause);
            });
  }

  private Future<GeneratedImage> hop(URI uri, int redirects, int number) {
    String refusal = hosts.refusal(uri, redaction);
    if (refusal != null) {
      return Future.failedFuture(DownloadException.refused(refusal));
    }
    if (deadline.isOver()) {
      return Future.failedFuture(DownloadException.refused("no time is left to fetch the image"));
    }
    ByteSpool spool = new ByteSpool(maxBytes);
    return address(uri, number)
        .compose(
            address -> {
              HttpCall get = HttpCall.get(uri.toString(), MultiMap.caseInsensitiveMultiMap());
              return http.send(get.at(address), spool, deadline.left())
                  .recover(cause -> Future.failedFuture(lost(cause, spool)));
            })
        .compose(answer -> read(uri, answer, redirects, number));
  }

  private Future<GeneratedImage> read(
      URI uri, HttpAnswer<Buffer> answer, int redirects, int number) {
    int status = answer.status();
    if (MOVED.contains(status)) {
      if (redirects == REDIRECTS) {
        return Future.failedFuture(DownloadException.refused("the image is redirected too often"));
      }
      URI next = next(uri, answer.headers().get("Location"));
      return next == null
          ? Future.failedFuture(DownloadException.refused("it is redirected to no address"))
          : hop(next, redirects + 1, number);
    }
    if (status != 200) {
      // What was just written may not be everywhere yet, so even a 404 may pass.
      return Future.failedFuture(DownloadException.passing("HTTP %d for it".formatted(status)));
    }
    GeneratedImage image = GeneratedImage.of(answer.body(), null);
    return image == null
        ? Future.failedFuture(Downloads.notAnImage())
        : Future.succeededFuture(image);
  }

  /** Looks the host up where it may block, and refuses it if any of its addresses is not public. */
  private Future<SocketAddress> address(URI uri, int number) {
    boolean own = hosts.isOwn(uri);
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().length() == 4 ? 80 : 443;
    return vertx
        .executeBlocking(() -> InetAddress.getAllByName(uri.getHost()), false)
        .recover(
            cause -> Future.failedFuture(DownloadException.passing("its host cannot be looked up")))
        .map(
            found -> {
              for (InetAddress one : found) {
                if (!own && !PublicAddresses.isPublic(one)) {
                  throw DownloadException.refused("its host has an address that is not public");
                }
              }
              InetAddress chosen = found[(number - 1) % found.length];
              return SocketAddress.inetSocketAddress(port, chosen.getHostAddress());
            });
  }

  private static DownloadException lost(Throwable cause, ByteSpool spool) {
    if (spool.exceeded() != null) {
      return DownloadException.refused(spool.exceeded());
    }
    Kind kind = cause instanceof ProviderFailure failure ? failure.kind() : Kind.BAD_ANSWER;
    return DownloadException.passing("it could not be fetched (%s)".formatted(kind));
  }

  private static @Nullable URI next(URI from, @Nullable String location) {
    URI to = location == null ? null : parse(location);
    return to == null ? null : from.resolve(to);
  }

  private static @Nullable URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // The exception quotes the address, so it goes no further.
      return null;
    }
  }
}
