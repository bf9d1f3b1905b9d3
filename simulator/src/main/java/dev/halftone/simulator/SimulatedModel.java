package dev.halftone.simulator;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model, its price and its days. Rates are nano-US-dollars per token (5 dollars a million tokens
 * are 5,000), list prices checked 2026-10-02; all providers charge the same but WaveSpeedAI, which
 * charges by picture.
 *
 * @param pace its speed against gpt-image-2 at equal tokens; below 1 is faster; invented
 */
record SimulatedModel(
    String id,
    TokenScale scale,
    long textInputRate,
    long imageOutputRate,
    long textOutputRate,
    boolean transparent,
    double pace,
    boolean onAzure,
    @Nullable LocalDate openAiEnd,
    @Nullable LocalDate azureEnd) {

  private static final Map<String, SimulatedModel> ALL = new LinkedHashMap<>();

  static {
    LocalDate dallE = LocalDate.of(2026, 5, 12);
    LocalDate first = LocalDate.of(2026, 10, 23);
    LocalDate winter = LocalDate.of(2026, 12, 1);
    add(flexible("gpt-image-2", TokenScale.GPT_IMAGE_2, 1.0), "-2026-04-21");
    add(flexible("gpt-image-2.5-flare", TokenScale.GPT_IMAGE_2_5, 0.5), "-2026-09-08");
    add(flexible("gpt-image-2.5-sunburst", TokenScale.GPT_IMAGE_2_5, 0.8), "-2026-09-08");
    add(flexible("gpt-image-2.6-flare", TokenScale.GPT_IMAGE_2_6, 0.45), "");
    add(flexible("gpt-image-2.6-sunburst", TokenScale.GPT_IMAGE_2_6, 0.8), "");
    add(table("gpt-image-1.5", 5_000, 32_000, winter, LocalDate.of(2026, 12, 16)), "-2025-12-16");
    add(table("chatgpt-image-latest", 5_000, 32_000, winter, null), "");
    add(table("gpt-image-1-mini", 2_000, 8_000, winter, LocalDate.of(2027, 4, 7)), "");
    add(table("gpt-image-1", 5_000, 40_000, first, first), "");
    add(table("dall-e-3", 0, 0, dallE, null), "");
    add(table("dall-e-2", 0, 0, dallE, null), "");
  }

  private static SimulatedModel flexible(String id, TokenScale scale, double pace) {
    boolean two = scale == TokenScale.GPT_IMAGE_2;
    boolean onAzure = scale != TokenScale.GPT_IMAGE_2_6;
    LocalDate azureEnd = two ? LocalDate.of(2027, 4, 21) : null;
    return new SimulatedModel(id, scale, 5_000, 30_000, 0, !two, pace, onAzure, null, azureEnd);
  }

  private static SimulatedModel table(
      String id,
      long textInputRate,
      long imageOutputRate,
      LocalDate openAiEnd,
      @Nullable LocalDate azureEnd) {
    long textOutputRate = imageOutputRate == 32_000 ? 10_000 : 0;
    return new SimulatedModel(
        id,
        TokenScale.TABLE,
        textInputRate,
        imageOutputRate,
        textOutputRate,
        true,
        0.9,
        azureEnd != null,
        openAiEnd,
        azureEnd);
  }

  /** Enters a model and, under its dated name, its only snapshot. */
  private static void add(SimulatedModel model, String snapshot) {
    ALL.put(model.id, model);
    if (!snapshot.isEmpty()) {
      String id = model.id + snapshot;
      ALL.put(
          id,
          new SimulatedModel(
              id,
              model.scale,
              model.textInputRate,
              model.imageOutputRate,
              model.textOutputRate,
              model.transparent,
              model.pace,
              false,
              model.openAiEnd,
              model.azureEnd));
    }
  }

  static Optional<SimulatedModel> find(String id) {
    return Optional.ofNullable(ALL.get(id));
  }

  static Set<String> ids() {
    return Set.copyOf(ALL.keySet());
  }

  static Iterable<SimulatedModel> all() {
    return ALL.values();
  }

  /** Whether {@code provider} still serves the model on {@code day}. */
  boolean isAlive(SimulatedProvider provider, LocalDate day) {
    LocalDate end = provider == SimulatedProvider.AZURE ? azureEnd : openAiEnd;
    return end == null || day.isBefore(end);
  }

  /** Nano-US-dollars for a token of a reference on an edit. */
  long imageInputRate() {
    return switch (id) {
      case "gpt-image-1-mini" -> 2_500;
      case "gpt-image-1" -> 10_000;
      default -> 8_000;
    };
  }

  /** Planning effort is a parameter of the 2.6 models only. */
  boolean takesComplexity() {
    return scale == TokenScale.GPT_IMAGE_2_6;
  }
}
