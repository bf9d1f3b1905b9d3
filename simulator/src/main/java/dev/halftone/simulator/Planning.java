package dev.halftone.simulator;

import java.util.List;

/**
 * What a text model does before it calls the image tool of the Responses API.
 *
 * <p>All of it is of low confidence: one reseller lists 0.75 and 4.50 dollars a million tokens for
 * GPT-5.4 mini (2026-11-05), here charged for every text model; the token counts are invented, grow
 * with the effort, and stay within what Halftone's catalogue declares.
 *
 * @param textModel the text model as the client named it
 * @param asked what the client wrote, before it was revised
 * @param reasoning hidden tokens spent on thinking
 * @param effort as the client named it
 */
record Planning(String textModel, String asked, int reasoning, String effort) {
  static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  private static final int[] LEAST_REASONING = {0, 20, 200, 700, 2_000, 4_000, 6_000};
  private static final int INPUT_RATE = 750;
  private static final int OUTPUT_RATE = 4_500;
  private static final int TOOL_TOKENS = 300;
  private static final int TOKENS_OF_PICTURE = 1_000;
  private static final int CALL_TOKENS = 30;

  /** Reasoning is up to three times the least of its effort, by lot. */
  static Planning of(long seed, String textModel, String asked, String effort) {
    int least = LEAST_REASONING[EFFORTS.indexOf(effort)];
    long lot = Mix.of(Mix.of(seed, textModel), asked);
    int reasoning = least + (int) Math.floorMod(lot, 2_001L) * least / 1_000;
    return new Planning(textModel, asked, reasoning, effort);
  }

  /** What the image model is told: the same wish in more words. */
  String revisedPrompt() {
    return asked + " Composed with care, in natural light.";
  }

  int inputTokens(int references) {
    return PromptTokens.count(asked) + TOOL_TOKENS + TOKENS_OF_PICTURE * references;
  }

  /** The call of the tool, which holds the revised prompt, and the reasoning before it. */
  int outputTokens() {
    return PromptTokens.count(revisedPrompt()) + CALL_TOKENS + reasoning;
  }

  long nanoUsd(int references) {
    return (long) inputTokens(references) * INPUT_RATE + (long) outputTokens() * OUTPUT_RATE;
  }

  /** The duration of a call with this planning against one without. */
  double pace() {
    return 1.1 + reasoning / 20_000.0;
  }
}
