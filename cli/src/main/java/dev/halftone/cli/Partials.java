package dev.halftone.cli;

import dev.halftone.image.PartialImage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes partial images as they come and tells of each on standard error. A command has nothing
 * else to do on its event loops, so it may write there; a file that cannot be written fails
 * nothing. Thread-safe.
 */
final class Partials implements Consumer<PartialImage> {
  private final Console console;
  private final OutputPlace place;
  private final int expected;
  private final AtomicInteger seen = new AtomicInteger();

  /**
   * Starts with none.
   *
   * @param expected how many may come, of all images together, if no call is tried again
   */
  Partials(Console console, OutputPlace place, int expected) {
    this.console = console;
    this.place = place;
    this.expected = expected;
  }

  @Override
  public void accept(PartialImage partial) {
    int number = seen.incrementAndGet();
    String which =
        number <= expected ? "%d of %d".formatted(number, expected) : Integer.toString(number);
    try {
      console.err().printf("partial image %s: %s%n", which, place.writePartial(number, partial));
    } catch (IOException e) {
      console.err().printf("partial image %s could not be written: %s%n", which, e);
    }
  }
}
