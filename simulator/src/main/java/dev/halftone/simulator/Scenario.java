package dev.halftone.simulator;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What happens to the providers when, read from YAML: a list of steps in simulated time since the
 * simulator began to listen. Chance still comes from the seed. Immutable and thread-safe; only the
 * readers do I/O.
 *
 * <pre>
 * steps:
 *   - at: 30s                 # required
 *     for: 60s                # until the end unless given
 *     provider: openai        # all unless given
 *     outage: true            # every call is answered 503
 *   - at: 2m
 *     faults: { overload: 0.5, cut-after-work: 0.1 }     # instead of the profile's rates
 *     latency-factor: 3
 *     rate-limit: { per-minute: 10, burst: 2 }
 *     refuse-key: true        # 401
 *     quota-exhausted: true   # 429 or 402, as the provider says it
 *     blocked: true           # 403
 * </pre>
 *
 * <p>A step decides over calls that arrive in its time, the first moment included and the last not;
 * calls under way go on as they would. Where steps meet, their troubles add up, latency factors
 * multiply, and of two sets of rates or two rate limits the one further down in the file holds. A
 * rate limit that begins is full. None of outage, refuse-key, quota-exhausted and blocked is ever
 * billed, and the calls they befall do not count as admitted.
 */
public final class Scenario {
  private static final long MAX_BYTES = 1L << 20;
  private static final Scenario NONE = new Scenario(List.of());

  private final List<ScenarioStep> steps;

  Scenario(List<ScenarioStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Nothing but what the profiles say. */
  public static Scenario none() {
    return NONE;
  }

  /**
   * Reads a file in UTF-8, of at most 1 MiB.
   *
   * @throws IllegalArgumentException when it is not a scenario; the message names file, line,
   *     field, value and what is allowed
   * @throws IOException when it cannot be read
   */
  public static Scenario read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(file + ": has more than " + MAX_BYTES + " bytes");
    }
    try {
      return read(new StringReader(Files.readString(file)), file.toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is not UTF-8 text", e);
    }
  }

  /**
   * Reads to the end of a text and does not close it.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException when it is not a scenario
   * @throws IOException when it cannot be read
   */
  public static Scenario read(Reader reader, String name) throws IOException {
    return ScenarioReader.read(reader, name);
  }

  /** What is special for a provider at a moment of simulated time. */
  ScenarioState at(long nanos, SimulatedProvider provider) {
    ScenarioState state = ScenarioState.USUAL;
    for (ScenarioStep step : steps) {
      if (step.holds(nanos, provider)) {
        state = state.and(step.change());
      }
    }
    return state;
  }
}
