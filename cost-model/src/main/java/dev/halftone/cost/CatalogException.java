package dev.halftone.cost;

/**
 * A catalogue that cannot be used, with the place and the reason. The whole catalogue is refused:
 * half a price list would quote wrongly without a word.
 */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String field;

  CatalogException(String file, int line, String field, String message) {
    super("%s, line %d, %s: %s".formatted(file, line, field, message));
    this.file = file;
    this.line = line;
    this.field = field;
  }

  /** The name of the catalogue as it was given to the reader. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 if the file could not be read at all. */
  public int line() {
    return line;
  }

  /** The path of the field, such as {@code prices[3].from}. */
  public String field() {
    return field;
  }
}
