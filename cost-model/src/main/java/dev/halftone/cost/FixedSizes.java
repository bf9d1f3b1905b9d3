package dev.halftone.cost;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A short list of sizes and nothing else. */
record FixedSizes(List<ImageSize> sizes) implements SizeRule {
  FixedSizes {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("a list of sizes must name at least one");
    }
  }

  @Override
  public boolean allows(ImageSize size) {
    return size.isAuto() || sizes.contains(size);
  }

  @Override
  public @Nullable String refusal(ImageSize size) {
    return allows(size) ? null : "only " + describe() + " are made";
  }

  @Override
  public ImageSize nearest(ImageSize size) {
    if (allows(size)) {
      return size;
    }
    Nearest nearest = new Nearest(size);
    sizes.forEach(nearest::consider);
    return nearest.size();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (ImageSize size : sizes) {
      text.append(text.isEmpty() ? "" : ", ").append(size);
    }
    return text.toString();
  }

  @Override
  public void forEach(Consumer<ImageSize> visitor) {
    sizes.forEach(visitor);
  }
}
