package dev.halftone.simulator;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * A landscape printed in halftone dots: a sky, a sun, ridges behind ridges, all in colours and
 * shapes drawn by lot from the prompt. A better quality has more ridges and finer dots. Pure, but
 * for the canvas.
 */
final class Scene {
  private static final int STEPS = 256;
  private static final int GRAIN_MASK = 7;

  private final Canvas canvas;
  private final SplittableRandom lot;
  private final int ridges;
  private final float dotsAcross;
  private final int[][] light;
  private final int[][] dark;
  private final int[][] crest;
  private final float[] dotSize = new float[STEPS];
  private final int[] span;

  Scene(Canvas canvas, long composition, int detail) {
    this.canvas = canvas;
    this.lot = new SplittableRandom(composition);
    this.ridges = 3 + detail;
    this.dotsAcross = 56 + 32 * detail;
    this.light = new int[ridges + 1][STEPS];
    this.dark = new int[ridges + 1][STEPS];
    this.crest = new int[ridges][canvas.width];
    this.span = new int[ridges + 1];
    mixColors();
    raiseRidges();
    for (int i = 0; i < STEPS; i++) {
      dotSize[i] = 0.04f + 0.42f * i / STEPS;
    }
  }

  /** Paints everything; with {@code transparent} the sky stays clear. */
  void paint(boolean transparent) {
    int width = canvas.width;
    int height = canvas.height;
    int shortEdge = Math.min(width, height);
    float sunX = width * (0.2f + 0.6f * lot.nextFloat());
    float sunY = height * (0.16f + 0.26f * lot.nextFloat());
    float sunRadius = shortEdge * (0.08f + 0.12f * lot.nextFloat());
    int sunColor = color(lot.nextFloat() * 0.14f, 0.25f + 0.5f * lot.nextFloat(), 1f);
    float glow = 1 / (9 * sunRadius * sunRadius);
    float angle = 0.2f + 0.6f * lot.nextFloat();
    float across = (float) StrictMath.cos(angle) * dotsAcross / shortEdge;
    float along = (float) StrictMath.sin(angle) * dotsAcross / shortEdge;
    float sharpness = 256 * shortEdge / dotsAcross / 2;
    int noise = lot.nextInt() | 1;
    for (int y = 0; y < height; y++) {
      float u = y * along + 4096;
      float v = y * across + 4096;
      float sunDy = (y - sunY) * (y - sunY);
      for (int x = 0; x < width; x++, u += across, v -= along) {
        noise ^= noise << 13;
        noise ^= noise >>> 17;
        noise ^= noise << 5;
        int layer = layerAt(x, y);
        int top = layer == 0 ? 0 : crest[layer - 1][x];
        int step = Math.min(STEPS - 1, (y - top) * STEPS / span[layer]);
        int tone = step;
        int paper = light[layer][step];
        if (layer == 0) {
          float distance = (x - sunX) * (x - sunX) + sunDy;
          if (distance < sunRadius * sunRadius) {
            paper = sunColor;
            tone = STEPS / 8;
          } else {
            float haze = Math.min(1, distance * glow);
            tone = (int) ((STEPS - 1 - step) * haze);
          }
        }
        float du = u - (int) u - 0.5f;
        float dv = v - (int) v - 0.5f;
        float edge = dotSize[tone] - (float) Math.sqrt(du * du + dv * dv);
        int ink = Math.min(256, Math.max(0, (int) (edge * sharpness) + 128));
        int pixel = grained(Canvas.blend(paper, dark[layer][step], ink), noise);
        boolean clear = transparent && layer == 0 && paper != sunColor;
        canvas.pixels[y * width + x] = clear ? pixel & 0xffffff : pixel | 0xff000000;
      }
    }
  }

  /** 0 is the sky; the ridge in front hides the others. */
  private int layerAt(int x, int y) {
    for (int i = ridges - 1; i >= 0; i--) {
      if (y >= crest[i][x]) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int grained(int color, int noise) {
    int grain = (noise >>> 8 & GRAIN_MASK) - GRAIN_MASK / 2;
    return clamp((color >> 16 & 255) + grain) << 16
        | clamp((color >> 8 & 255) + grain) << 8
        | clamp((color & 255) + grain);
  }

  private static int clamp(int channel) {
    return Math.max(0, Math.min(255, channel));
  }

  private void mixColors() {
    float hue = lot.nextFloat();
    float turn = (lot.nextBoolean() ? 1 : -1) * (0.06f + 0.14f * lot.nextFloat());
    float far = hue + turn * 1.6f + (lot.nextInt(3) == 0 ? 0.5f : 0);
    for (int layer = 0; layer <= ridges; layer++) {
      float depth = (float) layer / ridges;
      for (int step = 0; step < STEPS; step++) {
        float t = (float) step / STEPS;
        if (layer == 0) {
          light[0][step] = color(hue + turn * t, 0.42f - 0.30f * t, 0.86f + 0.13f * t);
          dark[0][step] = color(hue + turn * t * 0.6f, 0.68f - 0.2f * t, 0.55f + 0.3f * t);
        } else {
          float bright = 0.86f - 0.55f * depth;
          light[layer][step] = color(far + turn * depth, 0.25f + 0.4f * depth, bright);
          dark[layer][step] =
              color(far + turn * (depth + 0.3f), 0.45f + 0.4f * depth, bright * (0.66f - 0.2f * t));
        }
      }
    }
  }

  private void raiseRidges() {
    span[0] = canvas.height;
    for (int i = 0; i < ridges; i++) {
      double base = canvas.height * (0.42 + 0.46 * i / ridges);
      double height = canvas.height * (0.05 + 0.11 * lot.nextDouble());
      double waves = (1.2 + 2.5 * lot.nextDouble()) * 2 * Math.PI / canvas.width;
      double shift = lot.nextDouble() * 10;
      double rough = 2 + 3 * lot.nextDouble();
      boolean peaks = lot.nextInt(3) == 0;
      span[i + 1] = (int) (canvas.height * 0.22) + 1;
      for (int x = 0; x < canvas.width; x++) {
        double slow = StrictMath.sin(x * waves + shift);
        double fast = StrictMath.sin(x * waves * rough + shift * 3) * 0.35;
        double finer = StrictMath.sin(x * waves * rough * 2.7 + shift * 7) * 0.12;
        double rise = peaks ? 1.2 - 2 * Math.abs(slow) - fast : slow + fast;
        crest[i][x] = (int) (base - height * (rise + finer));
      }
    }
  }

  private static int color(float hue, float saturation, float brightness) {
    return Color.HSBtoRGB(hue, saturation, brightness) & 0xffffff;
  }
}
