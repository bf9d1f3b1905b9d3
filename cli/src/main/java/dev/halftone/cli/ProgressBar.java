package dev.halftone.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a run has come: one line drawn again and again on a terminal, otherwise a plain
 * line at every tenth of the way. Thread-safe; writes to the stream it is given.
 */
final class ProgressBar {
  private static final int WIDTH = 24;
  private static final int TENTHS = 10;
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private int toldTenth;

  ProgressBar(PrintStream out, boolean terminal, int total) {
    this.out = out;
    this.terminal = terminal;
    this.total = Math.max(1, total);
  }

  /** Whether somebody watches this process on a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean onTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console even without a terminal, and a method to ask it.
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Draws the bar; {@code note} is what else there is to say, in a few words. */
  synchronized void show(int done, String note) {
    int tenth = done * TENTHS / total;
    if (terminal) {
      int filled = done * WIDTH / total;
      out.print(
          String.format(
              Locale.ROOT,
              "%s[%s%s] %d/%d  %s",
              BACK_AND_CLEAR,
              "#".repeat(filled),
              "-".repeat(WIDTH - filled),
              done,
              total,
              note));
      out.flush();
    } else if (tenth > toldTenth) {
      toldTenth = tenth;
      out.println(String.format(Locale.ROOT, "%3d%%  %d/%d  %s", tenth * 10, done, total, note));
    }
  }

  /** Removes the bar from a terminal, so that other text can follow. */
  synchronized void close() {
    if (terminal) {
      out.print(BACK_AND_CLEAR);
      out.flush();
    }
  }
}
