package dev.halftone.provider;

/** Why an image could not be fetched; without its address. An ordinary event: no stack trace. */
final class DownloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private DownloadException(String message, boolean passing) {
    super(message, null, false, false);
    this.passing = passing;
  }

  /** It is no image, or may not be fetched at all. */
  static DownloadException refused(String why) {
    return new DownloadException(why, false);
  }

  /** It may work in a moment. */
  static DownloadException passing(String why) {
    return new DownloadException(why, true);
  }

  boolean isPassing() {
    return passing;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
