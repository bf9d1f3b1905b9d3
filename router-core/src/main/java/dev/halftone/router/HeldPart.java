package dev.halftone.router;

/**
 * A part of a candidate with the hold it is to go out under.
 *
 * @param id of the hold and of the attempt
 */
record HeldPart(String id, Part part) {}
