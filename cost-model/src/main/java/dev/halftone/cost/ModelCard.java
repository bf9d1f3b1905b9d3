package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one model can make and how its tokens are counted, without prices. Read from the catalogue;
 * immutable, thread-safe, no I/O.
 */
public final class ModelCard {
  final TextOverhead textOverhead;
  final int expectedTextOutput;
  final int mostTextOutput;

  /** The size to expect when the provider chooses. */
  final ImageSize autoSize;

  private final String id;
  private final List<String> aliases;
  private final @Nullable LocalDate released;
  private final @Nullable LocalDate shutdown;
  private final @Nullable String successor;
  private final SizeRule sizes;
  private final List<Quality> qualities;
  private final int maxImages;
  private final int maxPromptChars;
  private final int maxInputImages;
  private final int maxPartialImages;
  private final int partialImageTokens;
  private final List<String> formats;
  private final boolean complexity;
  private final TokenRule outputTokens;
  private final InputImageRule inputImageTokens;
  private final @Nullable String warning;
  private final List<Source> sources;
  private final Map<Quality, AutoSizes> autoSizes = new ConcurrentHashMap<>();

  private ModelCard(Builder builder) {
    id = builder.id;
    aliases = List.copyOf(builder.aliases);
    released = builder.released;
    shutdown = builder.shutdown;
    successor = builder.successor;
    sizes = Objects.requireNonNull(builder.sizes);
    autoSize = AutoSizes.expected(sizes);
    qualities = List.copyOf(builder.qualities);
    maxImages = builder.maxImages;
    maxPromptChars = builder.maxPromptChars;
    maxInputImages = builder.maxInputImages;
    maxPartialImages = builder.maxPartialImages;
    partialImageTokens = builder.partialImageTokens;
    formats = List.copyOf(builder.formats);
    complexity = builder.complexity;
    outputTokens = Objects.requireNonNull(builder.outputTokens);
    inputImageTokens = Objects.requireNonNull(builder.inputImageTokens);
    textOverhead = Objects.requireNonNull(builder.textOverhead);
    expectedTextOutput = builder.expectedTextOutput;
    mostTextOutput = builder.mostTextOutput;
    warning = builder.warning;
    sources = List.copyOf(builder.sources);
  }

  /** The model's name, such as {@code gpt-image-2}. */
  public String id() {
    return id;
  }

  /** Other names of the same model, such as its dated snapshot. */
  public List<String> aliases() {
    return aliases;
  }

  /** The day it appeared, where a source tells. */
  public @Nullable LocalDate released() {
    return released;
  }

  /** The first day it is gone at its maker, if announced; a price list may have its own day. */
  public @Nullable LocalDate shutdown() {
    return shutdown;
  }

  /** The model named as replacement. */
  public @Nullable String successor() {
    return successor;
  }

  public SizeRule sizes() {
    return sizes;
  }

  /** The qualities it offers, without auto, in rising order. */
  public List<Quality> qualities() {
    return qualities;
  }

  /** The most images of one request. */
  public int maxImages() {
    return maxImages;
  }

  /** The longest prompt in Unicode code points. */
  public int maxPromptChars() {
    return maxPromptChars;
  }

  /** The most reference images of one edit. */
  public int maxInputImages() {
    return maxInputImages;
  }

  /** The most partial images streamed before each final one. */
  public int maxPartialImages() {
    return maxPartialImages;
  }

  /** Image-output tokens billed for each partial image streamed. */
  public int partialImageTokens() {
    return partialImageTokens;
  }

  /** Output formats its maker names, such as {@code png}; a provider may offer fewer. */
  public List<String> formats() {
    return formats;
  }

  /** Whether it plans as told by a {@code complexity} parameter, which serves {@link Thinking}. */
  public boolean servesComplexity() {
    return complexity;
  }

  public TokenRule outputTokens() {
    return outputTokens;
  }

  public InputImageRule inputImageTokens() {
    return inputImageTokens;
  }

  /** What every quote of this model should say. */
  public @Nullable String warning() {
    return warning;
  }

  public List<Source> sources() {
    return sources;
  }

  /** The quality to expect when the provider chooses: high where offered, else the dearest. */
  Quality autoQuality() {
    return qualities.contains(Quality.HIGH) ? Quality.HIGH : qualities.get(qualities.size() - 1);
  }

  /** Searched on first use only: some 15,000 sizes, a millisecond. */
  AutoSizes autoSizes(Quality quality) {
    AutoSizes found = autoSizes.get(quality);
    return found != null
        ? found
        : autoSizes.computeIfAbsent(quality, key -> AutoSizes.of(sizes, outputTokens, key));
  }

  @Override
  public String toString() {
    return id;
  }

  /** Filled by the reader of the catalogue, which has checked every value. */
  static final class Builder {
    final String id;
    List<String> aliases = List.of();
    @Nullable LocalDate released;
    @Nullable LocalDate shutdown;
    @Nullable String successor;
    @Nullable SizeRule sizes;
    List<Quality> qualities = List.of();
    int maxImages;
    int maxPromptChars;
    int maxInputImages;
    int maxPartialImages;
    int partialImageTokens;
    List<String> formats = List.of();
    boolean complexity;
    @Nullable TokenRule outputTokens;
    @Nullable InputImageRule inputImageTokens;
    @Nullable TextOverhead textOverhead;
    int expectedTextOutput;
    int mostTextOutput;
    @Nullable String warning;
    List<Source> sources = List.of();

    Builder(String id) {
      this.id = id;
    }

    ModelCard build() {
      return new ModelCard(this);
    }
  }
}
