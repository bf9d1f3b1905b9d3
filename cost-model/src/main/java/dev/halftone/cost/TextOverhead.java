package dev.halftone.cost;

/**
 * Text-input tokens that a provider adds to the prompt, per image made.
 *
 * @param generation tokens added to a generation
 * @param edit tokens added to an edit, whatever its reference images
 * @param editPerImage tokens added to an edit for each reference image
 * @param mostEditPerImage the most added for each reference image, where it is not exact
 */
record TextOverhead(int generation, int edit, int editPerImage, int mostEditPerImage) {
  long least(int inputImages) {
    return inputImages == 0 ? generation : isExact() ? expected(inputImages) : edit;
  }

  long expected(int inputImages) {
    return inputImages == 0 ? generation : edit + (long) editPerImage * inputImages;
  }

  long most(int inputImages) {
    return inputImages == 0 ? generation : edit + (long) mostEditPerImage * inputImages;
  }

  boolean isExact() {
    return mostEditPerImage == editPerImage;
  }
}
