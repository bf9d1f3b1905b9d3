package dev.halftone.image;

import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider gave for one call that succeeded: the images, and every form in which it said
 * what they cost. Immutable and thread-safe.
 */
public final class ProviderAnswer {
  private final List<GeneratedImage> images;
  private final @Nullable Usage usage;
  private final @Nullable Usage textModelUsage;
  private final @Nullable Usd billed;
  private final @Nullable BillableUnits billedUnits;
  private final @Nullable String requestId;
  private final List<RateLimit> limits;
  private final List<String> dropped;

  private ProviderAnswer(Builder builder) {
    images = builder.images;
    usage = builder.usage;
    textModelUsage = builder.textModelUsage;
    billed = builder.billed;
    billedUnits = builder.billedUnits;
    requestId = builder.requestId;
    limits = builder.limits;
    dropped = builder.dropped;
  }

  /**
   * Starts an answer.
   *
   * @param images at least one
   * @throws IllegalArgumentException without images: that is a failure, not an answer
   */
  public static Builder of(List<GeneratedImage> images) {
    return new Builder(images);
  }

  /** The same answer, to change. */
  public Builder newBuilder() {
    return new Builder(images)
        .usage(usage)
        .textModelUsage(textModelUsage)
        .billed(billed)
        .billedUnits(billedUnits)
        .requestId(requestId)
        .limits(limits)
        .dropped(dropped);
  }

  public List<GeneratedImage> images() {
    return images;
  }

  /** The tokens the provider says it billed, or null if it does not say. */
  public @Nullable Usage usage() {
    return usage;
  }

  /** The tokens of a text model that planned the image, billed at its own rates; null if none. */
  public @Nullable Usage textModelUsage() {
    return textModelUsage;
  }

  /** The money the provider says it billed, or null; it beats all arithmetic. */
  public @Nullable Usd billed() {
    return billed;
  }

  /** The billing units the provider says it charged, or null; they beat tokens. */
  public @Nullable BillableUnits billedUnits() {
    return billedUnits;
  }

  /** The provider's id of this call, or null; quote it to their support. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** What the provider said is left of its limits; empty if it does not say. */
  public List<RateLimit> limits() {
    return limits;
  }

  /**
   * The request's parameters that the provider says it did not follow, besides those its
   * capabilities leave out; empty if it does not say. Ours by our name, others by the provider's.
   */
  public List<String> dropped() {
    return dropped;
  }

  @Override
  public String toString() {
    return "ProviderAnswer[images=%s, usage=%s, billed=%s, requestId=%s]"
        .formatted(images, usage, billed, requestId);
  }

  /** Collects an answer. */
  public static final class Builder {
    private final List<GeneratedImage> images;
    private @Nullable Usage usage;
    private @Nullable Usage textModelUsage;
    private @Nullable Usd billed;
    private @Nullable BillableUnits billedUnits;
    private @Nullable String requestId;
    private List<RateLimit> limits = List.of();
    private List<String> dropped = List.of();

    private Builder(List<GeneratedImage> images) {
      this.images = List.copyOf(images);
      if (this.images.isEmpty()) {
        throw new IllegalArgumentException("an answer without images is a failure");
      }
    }

    public Builder usage(@Nullable Usage usage) {
      this.usage = usage;
      return this;
    }

    public Builder textModelUsage(@Nullable Usage usage) {
      this.textModelUsage = usage;
      return this;
    }

    public Builder billed(@Nullable Usd billed) {
      this.billed = billed;
      return this;
    }

    public Builder billedUnits(@Nullable BillableUnits units) {
      this.billedUnits = units;
      return this;
    }

    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    public Builder limits(List<RateLimit> limits) {
      this.limits = List.copyOf(limits);
      return this;
    }

    public Builder dropped(List<String> parameters) {
      this.dropped = List.copyOf(parameters);
      return this;
    }

    public ProviderAnswer build() {
      return new ProviderAnswer(this);
    }
  }
}
