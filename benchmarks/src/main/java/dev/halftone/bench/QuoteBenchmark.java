package dev.halftone.bench;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.TextTokens;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does a full quote (dated tariff, checks, least / expected / most, warnings) cost
 * over the bare formula?
 *
 * <p>Baseline: that formula times the rate. One image of 1536x1024 at high on gpt-image-2.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuoteBenchmark {
  private static final String PRICE_LIST = "openai";
  private static final String MODEL = "gpt-image-2";

  private final LocalDate day = LocalDate.of(2026, 11, 20);
  private final CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
  private final String prompt =
      "A lighthouse on a cliff in fog, woodcut in two colours, warm light, wide";
  private final ImageSpec spec = spec();
  private long longEdge = 1536;
  private long shortEdge = 1024;
  private long factor = 96;
  private long textTokens;
  private long textRate;
  private long imageRate;

  /** Makes sure that the baseline comes to the same price. */
  @Setup
  public void check() {
    Price price = Objects.requireNonNull(PriceCatalog.shipped().price(PRICE_LIST, MODEL, day));
    textTokens = quote().usage().textInput();
    textRate = Objects.requireNonNull(price.rates().textInput()).nanos();
    imageRate = Objects.requireNonNull(price.rates().imageOutput()).nanos();
    long expected = quote().expected().nanos();
    if (baselineFormula() != expected || quoteWithPrompt().expected().nanos() != expected) {
      throw new IllegalStateException(
          "formula %d and quote %d n$ differ".formatted(baselineFormula(), expected));
    }
  }

  @Benchmark
  public long baselineFormula() {
    return textTokens * textRate + TokenFormula.tokens(longEdge, shortEdge, factor) * imageRate;
  }

  @Benchmark
  public Quote quote() {
    return estimator.quote(PRICE_LIST, MODEL, spec, day);
  }

  /** As a request comes in: the prompt is counted first. */
  @Benchmark
  public Quote quoteWithPrompt() {
    return estimator.quote(PRICE_LIST, MODEL, spec(), day);
  }

  private ImageSpec spec() {
    return ImageSpec.builder()
        .size(new ImageSize(1536, 1024))
        .quality(Quality.HIGH)
        .prompt(TextTokens.count(prompt), prompt.length())
        .build();
  }
}
