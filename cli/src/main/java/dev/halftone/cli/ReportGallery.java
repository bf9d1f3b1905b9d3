package dev.halftone.cli;

import dev.halftone.image.CacheOutcome;
import dev.halftone.image.Receipt;
import dev.halftone.router.RoutingException;
import java.util.List;
import java.util.Locale;

/** What was made, and what was not and why. All text of others is escaped. Pure. */
final class ReportGallery {
  private ReportGallery() {}

  static String pictures(List<DemoOutcome> outcomes) {
    StringBuilder html = new StringBuilder("<div class=\"gallery\">");
    for (DemoOutcome outcome : outcomes) {
      Receipt receipt = outcome.receipt();
      if (receipt != null) {
        outcome.pictures().forEach(file -> html.append(figure(outcome, receipt, file)));
      }
    }
    return html.append("</div>").toString();
  }

  private static String figure(DemoOutcome outcome, Receipt receipt, PictureFile file) {
    String prompt = Html.escape(outcome.request().prompt());
    return "<figure><a href=\"%s\"><img loading=\"lazy\" src=\"%s\" alt=\"%s\"></a>"
            .formatted(Html.escape(file.image()), Html.escape(file.thumbnail()), prompt)
        + "<figcaption><b title=\"%s\">%s</b><span><i class=\"dot %s\"></i>%s · %s %s</span>"
            .formatted(
                prompt,
                prompt,
                ReportScatter.provider(receipt.provider()),
                Html.escape(receipt.provider()),
                Html.escape(receipt.model()),
                receipt.quality())
        + "<span>%s · %s · %s</span>%s</figcaption></figure>"
            .formatted(
                Html.escape(outcome.wish()),
                receipt.size(),
                cost(outcome, receipt),
                badges(receipt));
  }

  private static String cost(DemoOutcome outcome, Receipt receipt) {
    int n = outcome.request().n();
    return receipt.cost().isZero()
        ? "free"
        : Dollars.fine(receipt.cost()) + (n == 1 ? "" : " for " + n);
  }

  private static String badges(Receipt receipt) {
    StringBuilder badges = new StringBuilder();
    if (receipt.cache() == CacheOutcome.HIT) {
      badges.append("<em class=\"good\">from the cache</em>");
    } else if (receipt.cache() == CacheOutcome.JOINED) {
      badges.append("<em class=\"good\">joined</em>");
    }
    if (receipt.stepsDown() > 0) {
      badges.append(
          "<em class=\"warn\">%d step%s down</em>"
              .formatted(receipt.stepsDown(), receipt.stepsDown() == 1 ? "" : "s"));
    }
    if (receipt.attempts() > 1) {
      badges.append("<em>%d calls</em>".formatted(receipt.attempts()));
    }
    return badges.isEmpty() ? "" : "<span class=\"badges\">" + badges + "</span>";
  }

  static String refused(List<DemoOutcome> outcomes) {
    StringBuilder rows = new StringBuilder();
    for (DemoOutcome outcome : outcomes) {
      RoutingException failure = outcome.failure();
      if (failure != null) {
        rows.append(
            String.format(
                Locale.ROOT,
                "<tr><td class=\"n\">%d<td>%s<td>%s<td>%s<td>%s</tr>",
                outcome.number(),
                Html.escape(outcome.request().prompt()),
                Html.escape(outcome.wish()),
                Html.escape(failure.reason().toString().replace('_', ' ')),
                Html.escape(String.valueOf(failure.getMessage()))));
      }
    }
    return rows.isEmpty()
        ? "<p class=\"empty\">Every request was served.</p>"
        : "<div class=\"wide tall\"><table><thead><tr><th class=\"n\">No.<th>Prompt<th>Tier<th>Reason"
            + "<th>In detail</tr></thead><tbody>"
            + rows
            + "</tbody></table></div>";
  }
}
