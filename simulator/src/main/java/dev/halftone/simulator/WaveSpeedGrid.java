package dev.halftone.simulator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What WaveSpeedAI charges for a picture and how large it makes one. <b>Invented</b>: it publishes
 * neither. The price of a medium 1k picture of gpt-image-2 is the one it advertises ("from 0.060"),
 * those of 2.5-flare at 1k are a reseller's; the size of 4:5 at 2k is the one that was observed.
 * Pure arithmetic.
 */
final class WaveSpeedGrid {
  static final List<String> RESOLUTIONS = List.of("1k", "2k", "4k");
  static final List<String> QUALITIES = List.of("low", "medium", "high");
  static final List<String> RATIOS =
      List.of(
          "1:1", "1:2", "2:1", "1:3", "3:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16",
          "16:9", "9:21", "21:9");

  private static final long NANO_PER_MILLI_DOLLAR = 1_000_000;
  private static final long REFERENCE = 12;
  private static final Map<String, List<List<Integer>>> MILLI_DOLLARS =
      Map.of(
          "gpt-image-2",
          List.of(List.of(10, 60, 220), List.of(15, 90, 330), List.of(25, 150, 550)),
          "gpt-image-2.5-flare",
          List.of(List.of(10, 24, 90), List.of(15, 36, 135), List.of(25, 60, 225)));
  private static final List<Long> AREAS = List.of(1024L * 1024, 2048L * 2048, 3840L * 2160);
  private static final String START = "openai/";
  private static final String EDIT = "/edit";

  private WaveSpeedGrid() {}

  /** The model behind an id, as {@code openai/gpt-image-2/edit}. */
  static Optional<SimulatedModel> model(String id) {
    String end = isEdit(id) ? EDIT : "/text-to-image";
    if (!id.startsWith(START) || !id.endsWith(end)) {
      return Optional.empty();
    }
    String name =
        id.substring(START.length(), Math.max(START.length(), id.length() - end.length()));
    return MILLI_DOLLARS.containsKey(name) ? SimulatedModel.find(name) : Optional.empty();
  }

  static boolean isEdit(String id) {
    return id.endsWith(EDIT);
  }

  /** Nano-US-dollars of one prediction; resolution and quality are known ones. */
  static long nanoUsd(SimulatedModel model, String resolution, String quality, int references) {
    List<List<Integer>> rows = Objects.requireNonNull(MILLI_DOLLARS.get(model.id()));
    long picture = rows.get(RESOLUTIONS.indexOf(resolution)).get(QUALITIES.indexOf(quality));
    return (picture + REFERENCE * references) * NANO_PER_MILLI_DOLLAR;
  }

  /** About the area of the resolution in that ratio, within the rules of the models. */
  static PixelSize size(String ratio, String resolution) {
    int colon = ratio.indexOf(':');
    int across = Integer.parseInt(ratio.substring(0, colon));
    int down = Integer.parseInt(ratio.substring(colon + 1));
    int less = Math.min(across, down);
    int more = Math.max(across, down);
    long area = AREAS.get(RESOLUTIONS.indexOf(resolution));
    long longEdge = floor16(StrictMath.sqrt((double) area * more / less));
    long shortEdge = floor16(StrictMath.sqrt((double) area * less / more));
    if (longEdge > 3840) {
      longEdge = 3840;
      shortEdge = floor16(3840.0 * less / more);
    }
    longEdge = Math.min(longEdge, 3 * shortEdge);
    return across >= down
        ? new PixelSize((int) longEdge, (int) shortEdge)
        : new PixelSize((int) shortEdge, (int) longEdge);
  }

  /** The ratio nearest to a picture's own. */
  static String nearestRatio(PixelSize size) {
    String nearest = RATIOS.get(0);
    double best = Double.MAX_VALUE;
    for (String ratio : RATIOS) {
      PixelSize other = size(ratio, "1k");
      double distance =
          Math.abs(
              StrictMath.log((double) size.width() / size.height())
                  - StrictMath.log((double) other.width() / other.height()));
      if (distance < best) {
        best = distance;
        nearest = ratio;
      }
    }
    return nearest;
  }

  private static long floor16(double edge) {
    return ((long) edge) / 16 * 16;
  }
}
