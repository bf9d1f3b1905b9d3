package dev.halftone.cost;

/**
 * A file that cannot be used, with the place and the reason. The whole file is refused: half of one
 * would count wrongly without a word.
 */
public abstract sealed class LocatedException extends RuntimeException
    permits CalibrationException, CatalogException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String field;

  LocatedException(String file, int line, String field, String message) {
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

  /** The path of the field, such as {@code prices[3].from}. */
  public String field() {
    return field;
  }
}
