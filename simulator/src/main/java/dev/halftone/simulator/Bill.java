package dev.halftone.simulator;

/** What one finished order costs. */
record Bill(int textInput, int imageOutput, int textOutput, long nanoUsd) {

  static final Bill NOTHING = new Bill(0, 0, 0, 0);

  /** Counts and prices; slow the first time, see {@link PromptTokens}. */
  static Bill of(ImageOrder order) {
    SimulatedModel model = order.model();
    int textInput = PromptTokens.count(order.prompt()) * order.images();
    int imageOutput = order.imageTokens();
    int textOutput = model.textOutputRate() == 0 ? 0 : hiddenText(order);
    long nanoUsd =
        textInput * model.textInputRate()
            + imageOutput * model.imageOutputRate()
            + textOutput * model.textOutputRate();
    return new Bill(textInput, imageOutput, textOutput, nanoUsd);
  }

  int output() {
    return imageOutput + textOutput;
  }

  int total() {
    return textInput + output();
  }

  /** 150 to 269 a picture: 209 was seen once, nothing else is known. */
  private static int hiddenText(ImageOrder order) {
    return order.images() * (150 + (int) Math.floorMod(Mix.text(order.prompt()), 120L));
  }
}
