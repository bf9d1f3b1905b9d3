package dev.halftone.cost;

import java.util.List;
import java.util.Objects;

/**
 * What is asked for, as far as it decides the price: no prompt text, no provider, no model.
 *
 * <p>One spec is quoted against many models, so the prompt is counted once, by {@link TextTokens}.
 * Immutable and thread-safe.
 */
public final class ImageSpec {
  private final ImageSize size;
  private final Quality quality;
  private final Thinking thinking;
  private final int n;
  private final int promptTokens;
  private final int promptChars;
  private final List<ImageSize> inputImages;
  private final int partialImages;
  private final boolean batch;

  private ImageSpec(Builder builder) {
    size = builder.size;
    quality = builder.quality;
    thinking = builder.thinking;
    n = builder.n;
    promptTokens = builder.promptTokens;
    promptChars = builder.promptChars;
    inputImages = builder.inputImages;
    partialImages = builder.partialImages;
    batch = builder.batch;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Builder newBuilder() {
    Builder builder = new Builder();
    builder.size = size;
    builder.quality = quality;
    builder.thinking = thinking;
    builder.n = n;
    builder.promptTokens = promptTokens;
    builder.promptChars = promptChars;
    builder.inputImages = inputImages;
    builder.partialImages = partialImages;
    builder.batch = batch;
    return builder;
  }

  public ImageSize size() {
    return size;
  }

  public Quality quality() {
    return quality;
  }

  public Thinking thinking() {
    return thinking;
  }

  /** How many images, at least 1. */
  public int n() {
    return n;
  }

  /** Tokens of the prompt alone (o200k_base), without what a provider adds. */
  public int promptTokens() {
    return promptTokens;
  }

  /** Length of the prompt in Unicode code points, for the model's limit. */
  public int promptChars() {
    return promptChars;
  }

  /** Sizes of the reference images; empty for a plain generation. */
  public List<ImageSize> inputImages() {
    return inputImages;
  }

  /** How many partial images are streamed before each final one, 0 to 3. */
  public int partialImages() {
    return partialImages;
  }

  /** Whether the provider's slower, cheaper batch lane is meant. */
  public boolean batch() {
    return batch;
  }

  /** Collects a spec; starts as one 1024x1024 image at medium quality with no prompt. */
  public static final class Builder {
    private ImageSize size = new ImageSize(1024, 1024);
    private Quality quality = Quality.MEDIUM;
    private Thinking thinking = Thinking.OFF;
    private int n = 1;
    private int promptTokens;
    private int promptChars;
    private List<ImageSize> inputImages = List.of();
    private int partialImages;
    private boolean batch;

    private Builder() {}

    public Builder size(ImageSize size) {
      this.size = Objects.requireNonNull(size);
      return this;
    }

    public Builder quality(Quality quality) {
      this.quality = Objects.requireNonNull(quality);
      return this;
    }

    public Builder thinking(Thinking thinking) {
      this.thinking = Objects.requireNonNull(thinking);
      return this;
    }

    public Builder n(int n) {
      this.n = n;
      return this;
    }

    /** The prompt's tokens and its length in code points, as {@link TextTokens} counts them. */
    public Builder prompt(int tokens, int chars) {
      this.promptTokens = tokens;
      this.promptChars = chars;
      return this;
    }

    public Builder inputImages(List<ImageSize> inputImages) {
      this.inputImages = List.copyOf(inputImages);
      return this;
    }

    public Builder partialImages(int partialImages) {
      this.partialImages = partialImages;
      return this;
    }

    public Builder batch(boolean batch) {
      this.batch = batch;
      return this;
    }

    public ImageSpec build() {
      if (promptTokens < 0 || promptChars < 0) {
        throw new IllegalArgumentException("prompt tokens and length must not be negative");
      }
      return new ImageSpec(this);
    }
  }
}
