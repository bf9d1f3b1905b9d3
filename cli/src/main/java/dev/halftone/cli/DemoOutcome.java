package dev.halftone.cli;

import dev.halftone.image.ImageRequest;
import dev.halftone.image.Receipt;
import dev.halftone.router.RoutingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request; exactly one of receipt and failure is set.
 *
 * @param number its place in the traffic, from 1
 * @param quotes what it would have cost elsewhere
 * @param images how many it got, which may be fewer than it asked for
 * @param pictures its images on disk, by paths relative to the output folder
 */
record DemoOutcome(
    int number,
    ImageRequest request,
    DemoQuotes quotes,
    @Nullable Receipt receipt,
    @Nullable RoutingException failure,
    int images,
    List<PictureFile> pictures) {
  DemoOutcome {
    pictures = List.copyOf(pictures);
  }

  /** The tier asked for, or that a model was pinned. */
  String wish() {
    return wish(request);
  }

  static String wish(ImageRequest request) {
    return request.tier() == null ? "pinned" : request.tier().toString();
  }
}
