package dev.halftone.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps the key at home: it is sent to no address that only an answer knows. Pure. */
final class SameOrigin {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._:-]{0,127}");

  private SameOrigin() {}

  /**
   * The address from an answer, if it has the scheme, host and port of the base; else the other.
   */
  static String or(String base, @Nullable String url, String other) {
    try {
      if (url == null || url.indexOf('@') >= 0 || url.indexOf('\\') >= 0) {
        return other;
      }
      return origin(new URI(url)).equals(origin(new URI(base))) ? url : other;
    } catch (URISyntaxException e) {
      return other;
    }
  }

  /** The id if it can stand in a path as it is, else null. */
  static @Nullable String id(@Nullable String text) {
    return text != null && ID.matcher(text).matches() && !text.contains("..") ? text : null;
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
    return scheme + "://" + host + ":" + port;
  }
}
