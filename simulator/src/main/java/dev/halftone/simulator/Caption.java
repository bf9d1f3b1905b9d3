package dev.halftone.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lays a prompt out under a picture and draws it there. Pure, but for the canvas. */
final class Caption {
  private static final int PAPER = 0xf4f1e8;
  private static final int FAINT = 0xb9bfca;
  private static final int COLUMNS = 48;
  private static final int SHADE = 185;

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Caption() {}

  static void draw(Canvas canvas, String prompt, String footer) {
    int cell = Math.max(6, Math.min(canvas.width / (COLUMNS + 3), canvas.height / 24));
    int line = cell * Glyphs.ASPECT * 9 / 10;
    int margin = cell * 3 / 2;
    int columns = (canvas.width - 2 * margin) / cell;
    int mostLines = Math.max(1, canvas.height / 3 / line);
    List<String> lines = wrap(prompt, columns, mostLines);
    int small = Math.max(4, Math.min(cell * 5 / 8, (canvas.width - 2 * margin) / footer.length()));
    int bottom = canvas.height - margin / 2;
    int footerTop = bottom - small * Glyphs.ASPECT;
    int top = footerTop - cell / 3 - lines.size() * line;
    canvas.shade(0, top - margin / 2, canvas.width, canvas.height, SHADE);
    for (int i = 0; i < lines.size(); i++) {
      Glyphs.shipped().draw(canvas, lines.get(i), margin, top + i * line, cell, PAPER);
    }
    Glyphs.shipped().draw(canvas, footer, margin, footerTop, small, FAINT);
  }

  /** Breaks at spaces where it can; what does not fit ends in three dots. */
  static List<String> wrap(String text, int columns, int mostLines) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int mostChars = columns * (mostLines + 1);
    String start = text.length() <= mostChars ? text : text.substring(0, mostChars);
    for (String word : SPACES.split(start.strip(), -1)) {
      String rest = word;
      if (line.length() > 0 && width(line.toString()) + 1 + width(rest) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (width(rest) > columns) {
        int cut = rest.offsetByCodePoints(0, columns);
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      line.append(line.length() > 0 ? " " : "").append(rest);
    }
    lines.add(line.toString());
    if (lines.size() <= mostLines && start.length() == text.length()) {
      return lines;
    }
    List<String> kept = new ArrayList<>(lines.subList(0, Math.min(lines.size(), mostLines)));
    String last = kept.get(kept.size() - 1);
    int room = Math.min(width(last), columns - 3);
    kept.set(kept.size() - 1, last.substring(0, last.offsetByCodePoints(0, room)) + "...");
    return kept;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
