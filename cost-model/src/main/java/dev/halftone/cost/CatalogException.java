package dev.halftone.cost;

/** A catalogue that cannot be used; half a price list would quote wrongly without a word. */
public final class CatalogException extends LocatedException {
  private static final long serialVersionUID = 1L;

  CatalogException(String file, int line, String field, String message) {
    super(file, line, field, message);
  }
}
