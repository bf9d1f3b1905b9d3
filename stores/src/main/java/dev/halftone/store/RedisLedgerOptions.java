package dev.halftone.store;

import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link RedisLedger} lives and how long it remembers. Immutable; says its password to
 * nobody.
 */
public final class RedisLedgerOptions {
  private static final int USUAL_PORT = 6379;
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  private final URI url;
  private final String name;
  private final boolean cluster;
  private final Duration timeout;
  private final Duration remembered;
  private final long historyLines;
  private final boolean lossAccepted;
  private final @Nullable TrustOptions trust;

  private RedisLedgerOptions(Builder builder) {
    this.url = builder.url;
    this.name = builder.name;
    this.cluster = builder.cluster;
    this.timeout = builder.timeout;
    this.remembered = builder.remembered;
    this.historyLines = builder.historyLines;
    this.lossAccepted = builder.lossAccepted;
    this.trust = builder.trust;
  }

  /**
   * Options of a ledger on this server.
   *
   * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for TLS
   * @throws IllegalArgumentException if it is not of that form; the message does not repeat it
   */
  public static Builder at(String url) {
    return new Builder(url);
  }

  /** Host and port; nothing secret. */
  public String server() {
    return url.getHost() + ":" + (url.getPort() < 0 ? USUAL_PORT : url.getPort());
  }

  /** The ledger's name on the server. */
  public String name() {
    return name;
  }

  /** After how long without an answer a step fails. */
  public Duration timeout() {
    return timeout;
  }

  /** How long holds that ended are remembered. */
  public Duration remembered() {
    return remembered;
  }

  /** How many lines of history are kept, about. */
  public long historyLines() {
    return historyLines;
  }

  /** Whether a server that may lose what it was told is only warned of. */
  public boolean lossAccepted() {
    return lossAccepted;
  }

  boolean cluster() {
    return cluster;
  }

  @Nullable TrustOptions trust() {
    return trust;
  }

  boolean tls() {
    return url.getScheme().equals("rediss");
  }

  /** The address without user and password. */
  String endpoint() {
    String path = url.getPath() == null ? "" : url.getPath();
    return url.getScheme() + "://" + server() + path;
  }

  @Nullable String user() {
    String info = url.getUserInfo();
    int colon = info == null ? -1 : info.indexOf(':');
    return info == null || colon <= 0 ? null : info.substring(0, colon);
  }

  @Nullable String password() {
    String info = url.getUserInfo();
    return info == null ? null : info.substring(info.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return "RedisLedgerOptions[%s, name=%s]".formatted(server(), name);
  }

  /** Sets what differs from the usual. */
  public static final class Builder {
    private final URI url;
    private String name = "main";
    private boolean cluster;
    private Duration timeout = Duration.ofSeconds(2);
    private Duration remembered = Duration.ofHours(24);
    private long historyLines = 1_000_000;
    private boolean lossAccepted;
    private @Nullable TrustOptions trust;

    private Builder(String url) {
      this.url = parsed(url);
    }

    private static URI parsed(String url) {
      try {
        URI parsed = new URI(url);
        if (parsed.getScheme() != null
            && SCHEMES.contains(parsed.getScheme())
            && parsed.getHost() != null
            && parsed.getRawQuery() == null) {
          return parsed;
        }
      } catch (URISyntaxException secret) {
        // Its message repeats the address, password and all.
      }
      throw new IllegalArgumentException(
          "url of the Redis ledger is not redis://[user:password@]host[:port][/database], or rediss:// for"
              + " TLS; special characters of a password must be percent-encoded");
    }

    /** The ledger's name: 1 to 64 of {@code A-Z a-z 0-9 . _ -}; usually {@code main}. */
    public Builder name(String name) {
      if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException(
            "name of the ledger is '%s'; allowed are 1 to 64 of A-Z a-z 0-9 . _ -".formatted(name));
      }
      this.name = name;
      return this;
    }

    /** The server is one of a Redis Cluster; the others are found through it. Usually not. */
    public Builder cluster(boolean cluster) {
      this.cluster = cluster;
      return this;
    }

    /**
     * After how long without an answer a step fails, about a twentieth later at most: 10 ms to 10
     * min, usually 2 s.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = within("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(10));
      return this;
    }

    /**
     * How long a hold that ended is remembered, so that its id is recognised: 1 min to 366 d,
     * usually 24 h. Each takes about 300 bytes of the server's memory for so long.
     */
    public Builder remembered(Duration remembered) {
      this.remembered =
          within("remembered", remembered, Duration.ofMinutes(1), Duration.ofDays(366));
      return this;
    }

    /** How many lines of history are kept, about: 1,000 to 1,000,000,000, usually 1,000,000. */
    public Builder historyLines(long historyLines) {
      if (historyLines < 1_000 || historyLines > 1_000_000_000) {
        throw new IllegalArgumentException(
            "historyLines is %d; allowed are 1,000 to 1,000,000,000".formatted(historyLines));
      }
      this.historyLines = historyLines;
      return this;
    }

    /**
     * Only warns of a server that evicts keys or keeps nothing on disk, and so may lose money;
     * usually it is refused.
     */
    public Builder lossAccepted(boolean lossAccepted) {
      this.lossAccepted = lossAccepted;
      return this;
    }

    /** Whose certificates are trusted; usually those that the JVM trusts. */
    public Builder trust(TrustOptions trust) {
      this.trust = trust.copy();
      return this;
    }

    public RedisLedgerOptions build() {
      return new RedisLedgerOptions(this);
    }

    private static Duration within(String name, Duration value, Duration least, Duration most) {
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            "%s is %s; allowed are %s to %s".formatted(name, value, least, most));
      }
      return value;
    }
  }
}
