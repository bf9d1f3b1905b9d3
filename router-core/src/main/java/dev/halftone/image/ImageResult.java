package dev.halftone.image;

import java.util.List;

/**
 * The images of one request and the receipt for them.
 *
 * @param images as many as were asked for, as far as the provider made them
 * @param receipt what was bought and for how much
 */
public record ImageResult(List<GeneratedImage> images, Receipt receipt) {
  public ImageResult {
    images = List.copyOf(images);
  }
}
