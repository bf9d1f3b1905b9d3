package dev.halftone.provider;

import dev.halftone.image.DataRule;
import dev.halftone.image.Quota;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the options that every provider has. Not thread-safe; does no I/O. A setter that refuses
 * a value throws {@link IllegalArgumentException} with field, value and what is allowed.
 *
 * @param <B> the provider's own builder
 */
public abstract class OptionsBuilder<B extends OptionsBuilder<B>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
  private static final long MIB = 1024 * 1024;
  private static final long LEAST_BYTES = 1024;
  private static final long MOST_BYTES = 1024 * MIB;
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final int MAX_IN_FLIGHT = 256;

  private String name;
  private String baseUrl;
  private @Nullable Secret key;
  private Set<String> models = Set.of();
  private long maxResponseBytes = 256 * MIB;
  private long maxImageBytes = 64 * MIB;
  private long maxEventBytes = 96 * MIB;
  private int maxInFlight = MAX_IN_FLIGHT;
  private Quota quota = Quota.NONE;
  private @Nullable Duration timeout;
  private boolean logPrompts;
  private InstantSource clock = InstantSource.system();
  private LongSupplier ticker = System::nanoTime;
  private Set<String> downloadHosts;
  private Declared declared = Declared.NOTHING;

  OptionsBuilder(String name, String baseUrl) {
    this(name, baseUrl, Set.of());
  }

  /**
   * Starts with the hosts that the provider documents.
   *
   * @param documentedHosts where it says its result images are
   */
  OptionsBuilder(String name, String baseUrl, Set<String> documentedHosts) {
    this.name = name;
    this.baseUrl = baseUrl;
    downloadHosts = documentedHosts;
  }

  /** The name it is configured under: letters, digits, dots, dashes, at most 64. */
  public B name(String name) {
    this.name = matching("name", name, NAME);
    return self();
  }

  /** The key. */
  public B key(Secret key) {
    this.key = Objects.requireNonNull(key);
    return self();
  }

  /** The most bytes read of one answer, 1 KiB to 1 GiB; 256 MiB if not set. */
  public B maxResponseBytes(long bytes) {
    maxResponseBytes = bytes("max response bytes", bytes);
    return self();
  }

  /** The most bytes of one image in an answer, decoded, 1 KiB to 1 GiB; 64 MiB if not set. */
  public B maxImageBytes(long bytes) {
    maxImageBytes = bytes("max image bytes", bytes);
    return self();
  }

  /**
   * The most bytes of one event of a streamed answer, as it comes over the wire, 1 KiB to 1 GiB; 96
   * MiB if not set. An event holds an image as base64, which takes a third more than its bytes.
   */
  public B maxEventBytes(long bytes) {
    maxEventBytes = bytes("max event bytes", bytes);
    return self();
  }

  /**
   * The most calls on the way at a time, 1 to 65,536; 256 if not set. Four times as many may wait
   * for their turn, as long as their timeouts allow; the rest fail at once, never sent.
   */
  public B maxInFlight(int calls) {
    if (calls < 1 || calls > 65_536) {
      throw new IllegalArgumentException("max in flight %d is not 1 to 65536".formatted(calls));
    }
    maxInFlight = calls;
    return self();
  }

  /** What the account allows a minute; nothing is declared if not set. */
  public B quota(Quota quota) {
    this.quota = Objects.requireNonNull(quota);
    return self();
  }

  /** The longest one call may take, connecting included; what its request has left if not set. */
  public B timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout %s must be positive".formatted(timeout));
    }
    this.timeout = timeout;
    return self();
  }

  /**
   * Whether each call that is sent logs one line with its prompt, at level INFO; off if not set.
   * Keys and images are never logged.
   */
  public B logPrompts(boolean log) {
    logPrompts = log;
    return self();
  }

  /** Tells the time, for {@code Retry-After} dates; the system's clock if not set. */
  public B clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock);
    return self();
  }

  /**
   * The hosts that result images may be fetched from, such as {@code cdn.example.com} or {@code
   * *.example.com}, which does not stand for {@code example.com} itself; the ones that the provider
   * documents if not set. The host of the provider's own address is always allowed.
   */
  public B downloadHosts(Set<String> hosts) {
    hosts.forEach(host -> matching("download host", host, HOST));
    this.downloadHosts = Set.copyOf(hosts);
    return self();
  }

  /**
   * Every region that calls may be served from, such as {@code eu}, which requests may then demand;
   * nothing is declared if not set. Changes nothing in what is sent: which region serves is decided
   * by the endpoint, or by the contract with the provider.
   */
  public B regions(Set<String> names) {
    declared = declared.withRegions(names);
    return self();
  }

  /** What the contract with the provider promises; nothing is declared if not set. */
  public B dataRules(Set<DataRule> rules) {
    declared = new Declared(declared.regions(), rules);
    return self();
  }

  /** Counts elapsed nanoseconds, for deadlines; the system's if not set. */
  public B ticker(LongSupplier ticker) {
    this.ticker = Objects.requireNonNull(ticker);
    return self();
  }

  abstract B self();

  final B setBaseUrl(String field, String url) {
    baseUrl = checkUrl(field, url);
    return self();
  }

  final B setModels(Set<String> models) {
    models.forEach(model -> matching("model", model, MODEL));
    this.models = Set.copyOf(models);
    return self();
  }

  /** There is no key, because something else takes its place. */
  final void keyFromElsewhere(String field) {
    if (key != null && key != Secret.NONE) {
      throw new IllegalStateException(
          "provider '%s' has a key and %s; give one of them".formatted(name, field));
    }
    key = Secret.NONE;
  }

  final CommonOptions common(String modelsField) {
    if (key == null) {
      throw new IllegalStateException("provider '%s' has no key".formatted(name));
    }
    if (models.isEmpty()) {
      throw new IllegalStateException("provider '%s' has no %s".formatted(name, modelsField));
    }
    if (baseUrl.isEmpty()) {
      throw new IllegalStateException("provider '%s' has no endpoint".formatted(name));
    }
    return new CommonOptions(
        name,
        key,
        baseUrl,
        models,
        new Limits(maxResponseBytes, maxImageBytes, maxEventBytes, Limits.SKELETON_BYTES),
        maxInFlight,
        quota,
        timeout,
        logPrompts,
        clock,
        ticker,
        downloadHosts,
        declared);
  }

  private static long bytes(String field, long bytes) {
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%s %d is not %d to %d".formatted(field, bytes, LEAST_BYTES, MOST_BYTES));
    }
    return bytes;
  }

  static String matching(String field, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' does not match %s".formatted(field, value, pattern));
    }
    return value;
  }

  /** An absolute http or https address without a trailing slash. */
  static String checkUrl(String field, String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "%s is not an address: %s".formatted(field, e.getReason()));
    }
    boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!http
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      // Not repeated: an address with a user or a query may hold a key.
      throw new IllegalArgumentException(
          "%s must be like https://host or https://host/path, without user, query or fragment"
              .formatted(field));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
