package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void show_noTerminal_printsAPlainLineAtEveryTenth() {
    ProgressBar bar = new ProgressBar(out, false, 200);
    for (int done = 1; done <= 200; done++) {
      bar.show(done, "$1.00 of $6.00");
    }
    bar.close();

    assertThat(text().lines()).hasSize(10).first().isEqualTo(" 10%  20/200  $1.00 of $6.00");
    assertThat(text()).doesNotContain("\r", "\u001b").contains("100%  200/200");
  }

  @Test
  void show_terminal_redrawsOneLineAndLeavesNone() {
    ProgressBar bar = new ProgressBar(out, true, 4);
    bar.show(1, "one");
    bar.show(2, "two");
    bar.close();

    assertThat(text())
        .doesNotContain("\n")
        .contains("[############------------] 2/4  two")
        .endsWith("\r\u001b[K");
  }

  @Test
  void show_fewerThanTen_tellsEachOnce() {
    ProgressBar bar = new ProgressBar(out, false, 3);
    bar.show(0, "");
    bar.show(1, "");
    bar.show(1, "");
    bar.show(3, "");

    assertThat(text().lines()).hasSize(2);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
