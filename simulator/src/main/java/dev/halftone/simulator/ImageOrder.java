package dev.halftone.simulator;

import java.util.List;

/**
 * A request that passed every check, with {@code auto} resolved.
 *
 * @param calledAs the name the client used: a model, an Azure deployment, a Vercel model id
 * @param jpegPercent quality of a jpeg, 0 to 100
 * @param ignored parameters that were dropped, and are to be reported as dropped
 */
record ImageOrder(
    String calledAs,
    SimulatedModel model,
    String prompt,
    int images,
    PixelSize size,
    String quality,
    PictureFormat format,
    int jpegPercent,
    boolean transparent,
    List<String> ignored) {

  ImageOrder {
    ignored = List.copyOf(ignored);
  }

  /** The same, with a note of what was dropped. */
  ImageOrder ignoring(List<String> dropped) {
    return new ImageOrder(
        calledAs, model, prompt, images, size, quality, format, jpegPercent, transparent, dropped);
  }

  int imageTokens() {
    return model.scale().imageTokens(quality, size, images, Mix.text(prompt));
  }

  int tokensOfOne() {
    return model.scale().imageTokens(quality, size, 1, Mix.text(prompt));
  }

  /** Its duration against gpt-image-2, png, one picture. */
  double pace() {
    double format = this.format == PictureFormat.JPEG ? 0.9 : 1;
    return model.pace() * format * (1 + 0.1 * (images - 1));
  }
}
