package dev.halftone.cost;

/** A calibration file that cannot be used; nothing of it is learned. */
public final class CalibrationException extends LocatedException {
  private static final long serialVersionUID = 1L;

  CalibrationException(String file, int line, String field, String message) {
    super(file, line, field, message);
  }
}
