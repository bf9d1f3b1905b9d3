package dev.halftone.cost;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A catalogue that can be replaced while quotes are made from it: {@code
 * CostEstimator.of(liveCatalog)} sees the new one from its next quote on.
 *
 * <p>Thread-safe. {@link #get()} is one volatile read. {@link #reload} reads files, so keep it off
 * event loops; a replacement with any mistake is refused as a whole with its {@link
 * CatalogException}, and the catalogue in use stays.
 */
public final class LiveCatalog implements Supplier<PriceCatalog> {
  private volatile PriceCatalog current;

  public LiveCatalog(PriceCatalog first) {
    current = first;
  }

  /** The catalogue in use. */
  @Override
  public PriceCatalog get() {
    return current;
  }

  /** Puts a catalogue in use. */
  public void replace(PriceCatalog next) {
    current = next;
  }

  /**
   * Reads the files over a base in their order and puts the outcome in use.
   *
   * @return the catalogue now in use
   * @throws CatalogException if one of them cannot be read or is wrong; nothing has changed then
   */
  public PriceCatalog reload(PriceCatalog base, List<Path> overlays) {
    PriceCatalog next = base;
    for (Path overlay : overlays) {
      next = CatalogReader.overlay(next, overlay);
    }
    current = next;
    return next;
  }
}
