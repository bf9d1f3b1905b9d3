package dev.halftone.cost;

/**
 * How a provider rounds a bill up.
 *
 * @param step US dollars; every bill is a multiple of it
 * @param perImage whether each image is rounded rather than the request. Where the provider does
 *     not say, the request is expected and the image, which is never cheaper, is held.
 * @param certain whether the provider says which of the two it is
 */
public record PriceRounding(Usd step, boolean perImage, boolean certain) {
  public PriceRounding {
    if (step.nanos() <= 0) {
      throw new IllegalArgumentException("rounding step %s must be above zero".formatted(step));
    }
  }

  /** The bill of a request of {@code n} images, if the reading that is likelier is right. */
  long expected(long nanos, int n) {
    return perImage ? byImage(nanos, n) : up(nanos);
  }

  /** The bill of a request of {@code n} images, if the dearer reading is right. */
  long most(long nanos, int n) {
    return certain ? expected(nanos, n) : byImage(nanos, n);
  }

  private long byImage(long nanos, int n) {
    return Math.multiplyExact(up((nanos + n - 1) / n), n);
  }

  private long up(long nanos) {
    long rest = nanos % step.nanos();
    return rest == 0 ? nanos : Math.addExact(nanos, step.nanos() - rest);
  }
}
