package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void page_hostilePrompt_isShownAsText() {
    String page = page("\"><script>alert('x')</script>{{title}}$1\\", List.of());

    assertThat(page)
        .doesNotContain("<script")
        .contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{title}}$1\\");
  }

  @Test
  void page_anyRun_needsNothingFromElsewhere() {
    assertThat(page("a fox", List.of()))
        .doesNotContain("http://", "https://", "@import", "<link", "<script", "url(")
        .contains("<svg", "prefers-color-scheme: dark", "href=\"images/0001.png\"")
        .contains("src=\"thumbs/0001.jpg\"");
  }

  @Test
  void page_booksThatDoNotAgree_saysSoFirst() {
    String page = page("a fox", List.of("call d-1-1: ledger $1, invoice <2>"));

    assertThat(page)
        .contains("The books do not agree", "call d-1-1: ledger $1, invoice &lt;2&gt;")
        .doesNotContain("no budget was ever exceeded");
  }

  @Test
  void figures_oneRequest_compareWithTheDearestAndTheSingleProvider() {
    DemoFigures figures = DemoFigures.of(DemoSamples.result("a fox", List.of()));

    assertThat(Dollars.cents(figures.savedAgainstDearest())).isEqualTo("$0.25");
    assertThat(Dollars.cents(figures.savedAgainstSingle())).isEqualTo("$0.15");
    assertThat(Dollars.cents(figures.cheaper())).isEqualTo("$0.25");
    assertThat(figures.singleProvider()).isEqualTo("openai");
  }

  private static String page(String prompt, List<String> faults) {
    DemoResult result = DemoSamples.result(prompt, faults);
    return ReportPage.of(result, DemoFigures.of(result));
  }
}
