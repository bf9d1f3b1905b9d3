package dev.halftone.provider;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which addresses result images may be fetched. Pure.
 *
 * @param allowed hosts, or {@code *.} and what they end with
 * @param base the provider's own address
 */
record DownloadHosts(Set<String> allowed, URI base) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static DownloadHosts of(CommonOptions options) {
    return new DownloadHosts(options.downloadHosts(), URI.create(options.baseUrl()));
  }

  /** Why nothing may be fetched from this address, or null if it may. */
  @Nullable String refusal(URI url, Redaction redaction) {
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      return "the address of the image is not an absolute one without a user";
    }
    boolean plain = "http".equalsIgnoreCase(url.getScheme());
    if (!plain && !"https".equalsIgnoreCase(url.getScheme())) {
      return "the address of the image is not an https one";
    }
    boolean loopback = "http".equals(base.getScheme()) && LOOPBACK.contains(host(base));
    if (plain && !(loopback && isOwn(url))) {
      return "the address of the image is not an https one";
    }
    if (!isAllowed(url)) {
      String shown = redaction.token(host(url));
      return "the image is at %s, which downloadHosts does not allow"
          .formatted(shown == null ? "another host" : "host '" + shown + "'");
    }
    return null;
  }

  /** Whether it is the provider's own address, which may be a private one. */
  boolean isOwn(URI url) {
    return host(url).equals(host(base)) && port(url) == port(base);
  }

  private boolean isAllowed(URI url) {
    if (isOwn(url)) {
      return true;
    }
    String host = host(url);
    boolean listed = host.equals(host(base)) || allowed.contains(host);
    for (int at = host.indexOf('.'); at >= 0 && !listed; at = host.indexOf('.', at + 1)) {
      listed = allowed.contains("*" + host.substring(at));
    }
    return listed && port(url) == 443;
  }

  private static String host(URI url) {
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
  }
}
