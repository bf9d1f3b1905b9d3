package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.Quota;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Options every provider has.
 *
 * @param limits of one answer
 * @param maxInFlight calls at a time, each on a connection of its own
 * @param quota what the account allows a minute, as far as it is declared
 * @param timeout the longest one call may take, or null for what its request has left
 * @param logPrompts whether each call logs its prompt
 * @param clock tells the time, for dates that providers name
 * @param ticker elapsed nanoseconds
 * @param downloadHosts hosts that result images may be fetched from, besides the provider's own
 * @param declared where calls are served and what is promised about them
 */
record CommonOptions(
    String name,
    Secret key,
    String baseUrl,
    Set<String> models,
    Limits limits,
    int maxInFlight,
    Quota quota,
    @Nullable Duration timeout,
    boolean logPrompts,
    InstantSource clock,
    LongSupplier ticker,
    Set<String> downloadHosts,
    Declared declared) {
  HttpCalls calls(Vertx vertx) {
    return new HttpCalls(vertx, name, maxInFlight);
  }

  /** What any provider with these options can do; it adds what it honours. */
  Capabilities.Builder capabilities() {
    return declared.in(Capabilities.of(models).maxInFlight(maxInFlight).quota(quota));
  }

  /** What one call may take, all in all: the shorter of what it asks for and what is configured. */
  Duration timeout(Duration asked) {
    return timeout == null || timeout.compareTo(asked) > 0 ? asked : timeout;
  }

  /** The end of that time, from now on. */
  Deadline deadline(Duration asked) {
    return Deadline.in(timeout(asked), ticker);
  }

  CommonOptions withKey(Secret other) {
    return new CommonOptions(
        name,
        other,
        baseUrl,
        models,
        limits,
        maxInFlight,
        quota,
        timeout,
        logPrompts,
        clock,
        ticker,
        downloadHosts,
        declared);
  }
}
