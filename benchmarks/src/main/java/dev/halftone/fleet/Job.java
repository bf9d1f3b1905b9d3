package dev.halftone.fleet;

import dev.halftone.cost.ImageSpec;
import dev.halftone.image.ImageRequest;

/**
 * One request of a day.
 *
 * @param id its number, which its prompt names, so that a provider knows its fate
 * @param arrivalNanos when it comes
 * @param request what it asks
 * @param spec the same as the estimator sees it
 * @param deadlineNanos how long it may take, or 0 where it sets none
 */
record Job(int id, long arrivalNanos, ImageRequest request, ImageSpec spec, long deadlineNanos) {
  private static final char NUMBER = '#';

  static String prompt(int id, String text) {
    return text + ' ' + NUMBER + id;
  }

  /** The number of the job that a request belongs to, however it was split. */
  static int idOf(ImageRequest request) {
    String prompt = request.prompt();
    return Integer.parseInt(prompt, prompt.lastIndexOf(NUMBER) + 1, prompt.length(), 10);
  }
}
