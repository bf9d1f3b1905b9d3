package dev.halftone.image;

import dev.halftone.cost.ImageSize;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a provider can serve, declared once and read by the planner for each candidate. Immutable
 * and thread-safe as long as its size rule is.
 */
public final class Capabilities {
  private final Set<String> models;
  private final Set<OutputFormat> formats;
  private final Set<Parameter> honoured;
  private final @Nullable Set<Parameter> honouredInEdits;
  private final int imagesPerCall;
  private final int inputImages;
  private final boolean mask;
  private final int maxInFlight;
  private final Quota quota;
  private final Set<String> regions;
  private final Set<DataRule> dataRules;
  private final Function<ImageSize, Optional<String>> sizeProblem;

  private Capabilities(Builder builder) {
    models = builder.models;
    formats = builder.formats;
    honoured = builder.honoured;
    honouredInEdits = builder.honouredInEdits;
    imagesPerCall = builder.imagesPerCall;
    inputImages = builder.inputImages;
    mask = builder.mask;
    maxInFlight = builder.maxInFlight;
    quota = builder.quota;
    regions = builder.regions;
    dataRules = builder.dataRules;
    sizeProblem = builder.sizeProblem;
  }

  /** Starts with models that are generated one to ten a call, in every format, and nothing else. */
  public static Builder of(Set<String> models) {
    return new Builder(models);
  }

  /**
   * Starts with models that are served whatever a request asks, for a provider that is quoted and
   * never called.
   */
  public static Builder unlimited(Set<String> models) {
    return new Builder(models)
        .honoured(Set.of(Parameter.values()))
        .inputImages(ImageRequest.MAX_INPUT_IMAGES)
        .mask(true);
  }

  /** The same capabilities, to change. */
  public Builder newBuilder() {
    return new Builder(models)
        .formats(formats)
        .honoured(honoured)
        .honouredInEdits(honouredInEdits)
        .imagesPerCall(imagesPerCall)
        .inputImages(inputImages)
        .mask(mask)
        .maxInFlight(maxInFlight)
        .quota(quota)
        .regions(regions)
        .dataRules(dataRules)
        .sizeProblem(sizeProblem);
  }

  /** The catalogue names of the models it serves. */
  public Set<String> models() {
    return models;
  }

  /** The output formats it makes. */
  public Set<OutputFormat> formats() {
    return formats;
  }

  /** The optional parameters it passes on; any other is dropped, and said so. */
  public Set<Parameter> honoured() {
    return honoured;
  }

  /** Those it passes on for a request with reference images; the same if not declared. */
  public Set<Parameter> honouredInEdits() {
    return honouredInEdits == null ? honoured : honouredInEdits;
  }

  /** Those it passes on for this request. */
  public Set<Parameter> honouredFor(ImageRequest request) {
    return request.isEdit() ? honouredInEdits() : honoured;
  }

  /** The most images it makes in one call, 1 to 10; a request for more becomes several calls. */
  public int imagesPerCall() {
    return imagesPerCall;
  }

  /** The most reference images one call takes, 0 if it makes no edits. */
  public int inputImages() {
    return inputImages;
  }

  /** Whether an edit may carry a mask. */
  public boolean mask() {
    return mask;
  }

  /** The most calls it has on the way at a time, 1 or more. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** What its account allows a minute, as far as that is declared. */
  public Quota quota() {
    return quota;
  }

  /** Every region it may serve a call from, such as {@code eu}; empty if that is not declared. */
  public Set<String> regions() {
    return regions;
  }

  /** What it is declared to promise about what it is sent. */
  public Set<DataRule> dataRules() {
    return dataRules;
  }

  /** Why it cannot make this size at all; empty if it can, exactly or nearly. */
  public Optional<String> sizeProblem(ImageSize size) {
    return sizeProblem.apply(size);
  }

  /** Parameters of a request that a provider may be unable to honour. */
  public enum Parameter {
    BACKGROUND,
    OUTPUT_COMPRESSION,
    THINKING,
    PARTIAL_IMAGES,
    /** The exact size in pixels; without it, shape and class of size are kept. */
    SIZE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Collects capabilities. */
  public static final class Builder {
    private final Set<String> models;
    private Set<OutputFormat> formats = Set.of(OutputFormat.values());
    private Set<Parameter> honoured = Set.of(Parameter.SIZE);
    private @Nullable Set<Parameter> honouredInEdits;
    private int imagesPerCall = ImageRequest.MAX_IMAGES;
    private int inputImages;
    private boolean mask;
    private int maxInFlight = Integer.MAX_VALUE;
    private Quota quota = Quota.NONE;
    private Set<String> regions = Set.of();
    private Set<DataRule> dataRules = Set.of();
    private Function<ImageSize, Optional<String>> sizeProblem = size -> Optional.empty();

    private Builder(Set<String> models) {
      this.models = Set.copyOf(models);
    }

    public Builder formats(Set<OutputFormat> formats) {
      this.formats = Set.copyOf(formats);
      return this;
    }

    public Builder honoured(Set<Parameter> honoured) {
      this.honoured = Set.copyOf(honoured);
      return this;
    }

    /** Declares edits apart; null for the same as generations. */
    public Builder honouredInEdits(@Nullable Set<Parameter> honoured) {
      this.honouredInEdits = honoured == null ? null : Set.copyOf(honoured);
      return this;
    }

    public Builder imagesPerCall(int images) {
      this.imagesPerCall = RequestRules.inRange("images per call", images, 1, 10);
      return this;
    }

    public Builder inputImages(int most) {
      this.inputImages = RequestRules.inRange("input images", most, 0, 16);
      return this;
    }

    public Builder mask(boolean mask) {
      this.mask = mask;
      return this;
    }

    public Builder maxInFlight(int calls) {
      this.maxInFlight = RequestRules.inRange("max in flight", calls, 1, Integer.MAX_VALUE);
      return this;
    }

    public Builder quota(Quota quota) {
      this.quota = Objects.requireNonNull(quota);
      return this;
    }

    /** Declares regions, by names of 1 to 32 lower-case letters, digits and dashes. */
    public Builder regions(Set<String> names) {
      this.regions = RequestRules.regions(names);
      return this;
    }

    public Builder dataRules(Set<DataRule> rules) {
      this.dataRules = Set.copyOf(rules);
      return this;
    }

    public Builder sizeProblem(Function<ImageSize, Optional<String>> sizeProblem) {
      this.sizeProblem = Objects.requireNonNull(sizeProblem);
      return this;
    }

    public Capabilities build() {
      return new Capabilities(this);
    }
  }
}
