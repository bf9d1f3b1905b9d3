package dev.halftone.simulator;

import java.util.Locale;

/** The formats the simulator can draw. */
enum PictureFormat {
  PNG,
  JPEG;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return "image/" + wireName();
  }
}
