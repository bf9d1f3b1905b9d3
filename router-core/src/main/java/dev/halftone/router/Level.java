package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.router.Ladder.Step;
import java.util.List;

/**
 * Steps of like quality at one size: what a rung of the ladder comes to for one request.
 *
 * @param steps at least one
 * @param size what each is to make
 */
record Level(List<Step> steps, ImageSize size) {
  Level {
    steps = List.copyOf(steps);
  }
}
