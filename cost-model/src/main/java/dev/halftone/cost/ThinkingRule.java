package dev.halftone.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one route serves {@link Thinking} and what the catalogue declares it to add. Immutable and
 * thread-safe.
 *
 * <p>Of a text model, counts are tokens for each image made: what it reads beside the prompt, what
 * it reads of each reference image, what it writes at each level (also at off, as it calls the
 * tool), and by how much the prompt it hands to the tool is longer than the one it was given. Of a
 * parameter, shares are hundredths of the image-output tokens, billed as such.
 */
public final class ThinkingRule {
  /** The route serves no thinking. */
  public static final ThinkingRule NONE = new ThinkingRule(new Builder(ThinkingRoute.NONE));

  final Interval input;
  final Interval inputPerImage;
  final Interval toolPrompt;
  final Map<Thinking, Interval> output;
  final Map<Thinking, Interval> percent;

  private final ThinkingRoute via;
  private final @Nullable String name;
  private final Map<Thinking, String> values;
  private final @Nullable Usd inputRate;
  private final @Nullable Usd cachedInputRate;
  private final @Nullable Usd outputRate;
  private final @Nullable Source source;

  private ThinkingRule(Builder builder) {
    via = builder.via;
    name = builder.name;
    values = Collections.unmodifiableMap(new EnumMap<>(builder.values));
    inputRate = builder.inputRate;
    cachedInputRate = builder.cachedInputRate;
    outputRate = builder.outputRate;
    input = builder.input;
    inputPerImage = builder.inputPerImage;
    toolPrompt = builder.toolPrompt;
    output = new EnumMap<>(builder.output);
    percent = new EnumMap<>(builder.percent);
    source = builder.source;
  }

  public ThinkingRoute via() {
    return via;
  }

  /** The text model, or the name of the parameter; null where there is neither. */
  public @Nullable String name() {
    return name;
  }

  /** What a configured parameter is set to at each level it can serve; empty otherwise. */
  public Map<Thinking, String> values() {
    return values;
  }

  /** US dollars per token that the text model reads; null without a text model. */
  public @Nullable Usd inputRate() {
    return inputRate;
  }

  /** US dollars per cached token that the text model reads; recorded, never used in a quote. */
  public @Nullable Usd cachedInputRate() {
    return cachedInputRate;
  }

  /** US dollars per token that the text model writes; null without a text model. */
  public @Nullable Usd outputRate() {
    return outputRate;
  }

  /** Where the numbers come from; null if there are none. */
  public @Nullable Source source() {
    return source;
  }

  /** Whether a request at this level is served as asked. */
  public boolean serves(Thinking level) {
    return level == Thinking.OFF
        || (via != ThinkingRoute.NONE
            && (via != ThinkingRoute.PARAMETER || values.containsKey(level)));
  }

  /** Filled by the reader of the catalogue, which has checked every value. */
  static final class Builder {
    final ThinkingRoute via;
    @Nullable String name;
    Map<Thinking, String> values = new EnumMap<>(Thinking.class);
    @Nullable Usd inputRate;
    @Nullable Usd cachedInputRate;
    @Nullable Usd outputRate;
    Interval input = Interval.NONE;
    Interval inputPerImage = Interval.NONE;
    Interval toolPrompt = Interval.NONE;
    Map<Thinking, Interval> output = new EnumMap<>(Thinking.class);
    Map<Thinking, Interval> percent = new EnumMap<>(Thinking.class);
    @Nullable Source source;

    Builder(ThinkingRoute via) {
      this.via = via;
    }

    ThinkingRule build() {
      return new ThinkingRule(this);
    }
  }
}
