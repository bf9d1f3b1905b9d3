package dev.halftone.cli;

/**
 * An image on disk and a small one that stands for it, by paths relative to the output folder.
 *
 * @param image the file as the provider made it
 * @param thumbnail a small JPEG
 */
record PictureFile(String image, String thumbnail) {}
