package dev.halftone.cost;

/**
 * Tokens by kind, as providers bill them: predicted in a quote, observed in a receipt.
 *
 * @param textInput tokens of the prompt and what the provider adds to it
 * @param imageInput tokens of reference images
 * @param imageOutput tokens of the images made
 * @param textOutput tokens of text the model wrote, where it bills them
 */
public record Usage(long textInput, long imageInput, long imageOutput, long textOutput) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public Usage {
    if ((textInput | imageInput | imageOutput | textOutput) < 0) {
      throw new IllegalArgumentException(
          "usage has a negative count: text in %d, image in %d, image out %d, text out %d"
              .formatted(textInput, imageInput, imageOutput, textOutput));
    }
  }

  public long total() {
    return Math.addExact(
        Math.addExact(textInput, imageInput), Math.addExact(imageOutput, textOutput));
  }
}
