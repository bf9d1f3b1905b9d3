package dev.halftone.provider;

/**
 * The most that one answer may hold.
 *
 * @param bodyBytes of the whole body, as it comes over the wire
 * @param imageBytes of one image, decoded
 * @param eventBytes of one event of a streamed answer, as it comes over the wire
 * @param skeletonBytes of everything in the body that is not image data
 */
record Limits(long bodyBytes, long imageBytes, long eventBytes, int skeletonBytes) {
  static final int SKELETON_BYTES = 1024 * 1024;

  /** Lets one image fill the whole body. */
  static Limits ofBody(long bodyBytes) {
    return new Limits(bodyBytes, bodyBytes, bodyBytes, SKELETON_BYTES);
  }

  String bodyMessage() {
    return "the answer is larger than %d bytes; raise maxResponseBytes".formatted(bodyBytes);
  }
}
