package dev.halftone.cost;

/**
 * A calibration file that cannot be used, with the place and the reason. The whole file is refused;
 * nothing of it is learned.
 */
public final class CalibrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String field;

  CalibrationException(String file, int line, String field, String message) {
    super("%s, line %d, %s: %s".formatted(file, line, field, message));
    this.file = file;
    this.line = line;
    this.field = field;
  }

  /** The name of the file as it was given. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 if it is not known. */
  public int line() {
    return line;
  }

  /** The path of the field, such as {@code keys[3].samples}. */
  public String field() {
    return field;
  }
}
