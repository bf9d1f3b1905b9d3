package dev.halftone.simulator;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request that passed every check, with {@code auto} resolved.
 *
 * @param calledAs the name the client used: a model, an Azure deployment, a Vercel model id
 * @param jpegPercent quality of a jpeg, 0 to 100
 * @param ignored parameters that were dropped, and are to be reported as dropped
 * @param references pictures to edit; none on a generation
 * @param partials partial pictures to stream, 0 to 3; empty when the answer is not streamed
 * @param planning what a text model did before; null when none was asked
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
    List<String> ignored,
    List<Reference> references,
    OptionalInt partials,
    @Nullable Planning planning) {

  private static final int TOKENS_OF_PARTIAL = 100;

  ImageOrder {
    ignored = List.copyOf(ignored);
    references = List.copyOf(references);
  }

  /** A generation that is not streamed. */
  ImageOrder(
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
    this(
        calledAs,
        model,
        prompt,
        images,
        size,
        quality,
        format,
        jpegPercent,
        transparent,
        ignored,
        List.of(),
        OptionalInt.empty(),
        null);
  }

  /** The same, with a note of what was dropped. */
  ImageOrder ignoring(List<String> dropped) {
    return with(dropped, references, partials, planning);
  }

  /** The same, as an edit of pictures. */
  ImageOrder editing(List<Reference> pictures) {
    return with(ignored, pictures, partials, planning);
  }

  /** The same, streamed with that many partial pictures. */
  ImageOrder streaming(int partialPictures) {
    return with(ignored, references, OptionalInt.of(partialPictures), planning);
  }

  /** The same, ordered by a text model. */
  ImageOrder planned(Planning by) {
    return with(ignored, references, partials, by);
  }

  private ImageOrder with(
      List<String> dropped, List<Reference> pictures, OptionalInt streamed, @Nullable Planning by) {
    return new ImageOrder(
        calledAs,
        model,
        prompt,
        images,
        size,
        quality,
        format,
        jpegPercent,
        transparent,
        dropped,
        pictures,
        streamed,
        by);
  }

  boolean isEdit() {
    return !references.isEmpty();
  }

  boolean isStreamed() {
    return partials.isPresent();
  }

  /** A hundred more for every partial picture. */
  int imageTokens() {
    int partial = TOKENS_OF_PARTIAL * partials.orElse(0) * images;
    return model.scale().imageTokens(quality, size, images, Mix.text(prompt)) + partial;
  }

  /** Of the references, once for every picture asked for. */
  int imageInputTokens() {
    List<PixelSize> sizes = references.stream().map(each -> each.header().size()).toList();
    return ReferenceTokens.of(model.scale(), sizes) * images;
  }

  /** Of the prompt, once for every picture asked for; slow the first time. */
  int textInputTokens() {
    int extra = model.scale().editTextTokens(references.size());
    return (PromptTokens.count(prompt) + extra) * images;
  }

  int tokensOfOne() {
    return model.scale().imageTokens(quality, size, 1, Mix.text(prompt));
  }

  /** Its duration against gpt-image-2, png, one picture. */
  double pace() {
    double format = this.format == PictureFormat.JPEG ? 0.9 : 1;
    double thought = planning == null ? 1 : planning.pace();
    return model.pace() * format * (1 + 0.1 * (images - 1)) * thought;
  }
}
