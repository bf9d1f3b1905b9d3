package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.router.RoutingException.Reason;
import java.nio.file.Path;

/** The figures of a demonstration as JSON; money as decimal strings. Pure. */
final class DemoJson {
  private DemoJson() {}

  static ObjectNode of(DemoResult result, DemoFigures figures, Path report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("requests", figures.requests())
        .put("served", figures.served())
        .put("images", figures.images())
        .put("calls", figures.calls())
        .put("cache_hits", figures.cacheHits())
        .put("joined", figures.joined())
        .put("retries", figures.retries())
        .put("steps_down", figures.stepsDown());
    ObjectNode refused = json.putObject("refused");
    for (Reason reason : Reason.values()) {
      refused.put(reason.toString(), figures.refusedBy(reason));
    }
    json.putObject("usd")
        .put("budget", figures.budget().toString())
        .put("spent", figures.spent().toString())
        .put("saved_against_dearest", figures.savedAgainstDearest().toString())
        .put("saved_against_single_provider", figures.savedAgainstSingle().toString())
        .put("paid_for_nothing", figures.lost().toString())
        .put("ledger", result.proof().ledger().toString())
        .put("invoice", result.proof().invoice().toString());
    json.put("single_provider", figures.singleProvider());
    json.put("books_agree", result.proof().holds());
    json.put("took_ms", result.tookNanos() / 1_000_000);
    json.put("report", report.toString());
    return json;
  }
}
