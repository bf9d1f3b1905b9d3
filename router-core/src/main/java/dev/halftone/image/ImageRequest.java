package dev.halftone.image;

import dev.halftone.budget.Scope;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request for images, with everything that may steer where it goes and what it may cost.
 *
 * <p>Two requests are equal if every field is equal; the router joins equal requests in flight.
 * {@link #toString} never shows the prompt. Immutable and thread-safe.
 */
public final class ImageRequest {
  /** The most images one request may ask for. */
  public static final int MAX_IMAGES = 10;

  /** The most scopes one request may charge. */
  public static final int MAX_SCOPES = 16;

  /** The most reference images one edit may have. */
  public static final int MAX_INPUT_IMAGES = 16;

  private final RequestFields fields;

  private ImageRequest(RequestFields fields) {
    this.fields = fields;
  }

  public static Builder builder(String prompt) {
    return new Builder(prompt);
  }

  public Builder newBuilder() {
    Builder builder = new Builder(fields.prompt());
    fields.copyTo(builder);
    return builder;
  }

  public String prompt() {
    return fields.prompt();
  }

  /** The model pinned by the caller, or null if the router may choose. */
  public @Nullable String model() {
    return fields.model();
  }

  /** The tier asked for, or null; see {@link Tier}. */
  public @Nullable Tier tier() {
    return fields.tier();
  }

  public ImageSize size() {
    return fields.size();
  }

  /** The quality asked for, or null if the tier or the router decides. */
  public @Nullable Quality quality() {
    return fields.quality();
  }

  public Thinking thinking() {
    return fields.thinking();
  }

  /** How many images, 1 to {@value #MAX_IMAGES}. */
  public int n() {
    return fields.n();
  }

  public @Nullable Background background() {
    return fields.background();
  }

  public OutputFormat outputFormat() {
    return fields.outputFormat();
  }

  /** Compression of jpeg and webp, 0 to 100, or null for the provider's default. */
  public @Nullable Integer outputCompression() {
    return fields.outputCompression();
  }

  /** The reference images of an edit; empty for a plain generation. */
  public List<InputImage> inputImages() {
    return fields.inputImages();
  }

  /** What of the first reference image may change, where it is transparent; null for all of it. */
  public @Nullable InputImage mask() {
    return fields.mask();
  }

  /** Whether this changes images instead of making new ones. */
  public boolean isEdit() {
    return !fields.inputImages().isEmpty();
  }

  /** Partial images to stream before each final one, 0 to 3. */
  public int partialImages() {
    return fields.partialImages();
  }

  /** The most this request may cost, over all its attempts; null for no limit of its own. */
  public @Nullable Usd maxCost() {
    return fields.maxCost();
  }

  /**
   * How long the caller waits, from the call of {@code generate}; null for the router's timeout.
   */
  public @Nullable Duration deadline() {
    return fields.deadline();
  }

  /** What to optimise, or null for the router's own objective. */
  public @Nullable Objective objective() {
    return fields.objective();
  }

  /** The budgets this request is charged to; empty for the router's default scopes. */
  public List<Scope> charge() {
    return fields.charge();
  }

  /** Names of the providers that may serve it; empty for all. */
  public Set<String> providers() {
    return fields.providers();
  }

  /** The least quality to step down to, or null for the lowest of its ladder. */
  public @Nullable Quality qualityFloor() {
    return fields.qualityFloor();
  }

  /** Whether a smaller image of the same shape will do where money does not reach for the size. */
  public boolean smallerAllowed() {
    return fields.smallerAllowed();
  }

  /**
   * The only regions it may be served from; empty for any. A provider must declare its regions, and
   * none outside of these.
   */
  public Set<String> regions() {
    return fields.regions();
  }

  /** What a provider must have promised about what it is sent. */
  public Set<DataRule> dataRules() {
    return fields.dataRules();
  }

  /** Whether an image made before, or being made now, is good enough. */
  public boolean cached() {
    return fields.cached();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageRequest request && fields.equals(request.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  /**
   * Collects a request; starts as one 1024x1024 PNG of any model, charged to the router's default
   * scopes. Each call refuses a value that no model could accept, naming what is allowed.
   */
  public static final class Builder {
    private static final int MAX_PARTIAL_IMAGES = 3;

    String prompt;
    @Nullable String model;
    @Nullable Tier tier;
    ImageSize size = new ImageSize(1024, 1024);
    @Nullable Quality quality;
    Thinking thinking = Thinking.OFF;
    int n = 1;
    @Nullable Background background;
    OutputFormat outputFormat = OutputFormat.PNG;
    @Nullable Integer outputCompression;
    List<InputImage> inputImages = List.of();
    @Nullable InputImage mask;
    int partialImages;
    @Nullable Usd maxCost;
    @Nullable Duration deadline;
    @Nullable Objective objective;
    List<Scope> charge = List.of();
    Set<String> providers = Set.of();
    @Nullable Quality qualityFloor;
    boolean smallerAllowed;
    Set<String> regions = Set.of();
    Set<DataRule> dataRules = Set.of();
    boolean cached = true;

    private Builder(String prompt) {
      this.prompt = RequestRules.prompt(prompt);
    }

    public Builder prompt(String prompt) {
      this.prompt = RequestRules.prompt(prompt);
      return this;
    }

    /** Pins a model; null or {@code auto} lets the router choose. */
    public Builder model(@Nullable String model) {
      this.model = model == null || model.equals("auto") ? null : model;
      return this;
    }

    public Builder tier(@Nullable Tier tier) {
      this.tier = tier;
      return this;
    }

    public Builder size(ImageSize size) {
      this.size = Objects.requireNonNull(size);
      return this;
    }

    public Builder quality(@Nullable Quality quality) {
      this.quality = quality;
      return this;
    }

    public Builder thinking(Thinking thinking) {
      this.thinking = Objects.requireNonNull(thinking);
      return this;
    }

    public Builder n(int n) {
      this.n = RequestRules.inRange("n", n, 1, MAX_IMAGES);
      return this;
    }

    public Builder background(@Nullable Background background) {
      this.background = background;
      return this;
    }

    public Builder outputFormat(OutputFormat outputFormat) {
      this.outputFormat = Objects.requireNonNull(outputFormat);
      return this;
    }

    public Builder outputCompression(@Nullable Integer percent) {
      this.outputCompression =
          percent == null
              ? null
              : (Integer) RequestRules.inRange("output_compression", percent, 0, 100);
      return this;
    }

    /** Makes it an edit of these images, at most {@value ImageRequest#MAX_INPUT_IMAGES}. */
    public Builder inputImages(List<InputImage> inputImages) {
      RequestRules.inRange("number of input images", inputImages.size(), 0, MAX_INPUT_IMAGES);
      this.inputImages = List.copyOf(inputImages);
      return this;
    }

    /** A png of the first input image's size, transparent where that may change. */
    public Builder mask(@Nullable InputImage mask) {
      this.mask = mask;
      return this;
    }

    public Builder partialImages(int partialImages) {
      this.partialImages =
          RequestRules.inRange("partial_images", partialImages, 0, MAX_PARTIAL_IMAGES);
      return this;
    }

    public Builder maxCost(@Nullable Usd maxCost) {
      this.maxCost = RequestRules.maxCost(maxCost);
      return this;
    }

    public Builder deadline(@Nullable Duration deadline) {
      this.deadline = RequestRules.deadline(deadline);
      return this;
    }

    public Builder objective(@Nullable Objective objective) {
      this.objective = objective;
      return this;
    }

    /** Charges these scopes, each once, in any order. */
    public Builder charge(List<Scope> scopes) {
      List<Scope> distinct = scopes.stream().distinct().sorted().toList();
      RequestRules.inRange("number of scopes to charge", distinct.size(), 0, MAX_SCOPES);
      this.charge = distinct;
      return this;
    }

    /** Charges these scopes, written like {@code team:growth}. */
    public Builder charge(String... scopes) {
      return charge(List.of(scopes).stream().map(Scope::parse).toList());
    }

    public Builder providers(Set<String> names) {
      this.providers = Set.copyOf(new TreeSet<>(names));
      return this;
    }

    /** Never steps down below this quality; null for the lowest of the ladder. */
    public Builder qualityFloor(@Nullable Quality floor) {
      this.qualityFloor = floor;
      return this;
    }

    /** Allows smaller images of the same shape, by the steps that the policy names. */
    public Builder smallerAllowed(boolean allowed) {
      this.smallerAllowed = allowed;
      return this;
    }

    /** Allows only these regions, by names such as {@code eu}; empty for any. */
    public Builder regions(Set<String> names) {
      this.regions = RequestRules.regions(names);
      return this;
    }

    public Builder dataRules(Set<DataRule> rules) {
      this.dataRules = Set.copyOf(rules);
      return this;
    }

    public Builder cached(boolean cached) {
      this.cached = cached;
      return this;
    }

    /**
     * Makes the request.
     *
     * @throws IllegalArgumentException if two fields contradict each other
     */
    public ImageRequest build() {
      RequestRules.modelOrTier(model, tier);
      RequestRules.qualityFloor(quality, qualityFloor);
      RequestRules.output(background, outputFormat, outputCompression);
      RequestRules.mask(mask, inputImages);
      return new ImageRequest(RequestFields.of(this));
    }
  }
}
