package dev.halftone.image;

import java.util.List;

/**
 * The images of one request and the receipt for them.
 *
 * @param images as many as were asked for, as far as they could be bought, in the order of the
 *     calls that made them: at least one. Where some calls failed and could not be tried again,
 *     there are fewer, and the receipt shows the money of those that may have been billed
 * @param receipt what was bought and for how much
 */
public record ImageResult(List<GeneratedImage> images, Receipt receipt) {
  public ImageResult {
    images = List.copyOf(images);
  }
}
