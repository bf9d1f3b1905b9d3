package dev.halftone.cli;

import dev.halftone.image.ImageRequest;

/**
 * One job of a file of jobs. Holds a prompt, so it is not to be logged.
 *
 * @param line its line, from 1
 * @param id what the line calls it, or {@code line-N}; unique in its file
 * @param named whether the line gave it that id, so that it survives a change of the order
 * @param request what to make
 */
record Job(long line, String id, boolean named, ImageRequest request) {}
