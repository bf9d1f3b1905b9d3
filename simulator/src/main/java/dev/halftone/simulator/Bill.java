package dev.halftone.simulator;

/**
 * What one finished order costs.
 *
 * @param nanoUsd of all tokens, those of a planning text model included
 */
record Bill(int textInput, int imageInput, int imageOutput, int textOutput, long nanoUsd) {

  static final Bill NOTHING = new Bill(0, 0, 0, 0, 0);

  /** Counts and prices; slow the first time, see {@link PromptTokens}. */
  static Bill of(ImageOrder order) {
    SimulatedModel model = order.model();
    int textInput = order.textInputTokens();
    int imageInput = order.imageInputTokens();
    int imageOutput = order.imageTokens();
    int textOutput = model.textOutputRate() == 0 ? 0 : hiddenText(order);
    long nanoUsd =
        textInput * model.textInputRate()
            + imageInput * model.imageInputRate()
            + imageOutput * model.imageOutputRate()
            + textOutput * model.textOutputRate();
    Planning planning = order.planning();
    if (planning != null) {
      nanoUsd += planning.nanoUsd(order.references().size());
    }
    return new Bill(textInput, imageInput, imageOutput, textOutput, nanoUsd);
  }

  /** The same work in a batch; every rate is an even number of nano-dollars. */
  Bill halved() {
    return costing(nanoUsd / 2);
  }

  /** The same tokens at another price. */
  Bill costing(long nanoDollars) {
    return new Bill(textInput, imageInput, imageOutput, textOutput, nanoDollars);
  }

  int input() {
    return textInput + imageInput;
  }

  int output() {
    return imageOutput + textOutput;
  }

  int total() {
    return input() + output();
  }

  /** 150 to 269 a picture: 209 was seen once, nothing else is known. */
  private static int hiddenText(ImageOrder order) {
    return order.images() * (150 + (int) Math.floorMod(Mix.text(order.prompt()), 120L));
  }
}
