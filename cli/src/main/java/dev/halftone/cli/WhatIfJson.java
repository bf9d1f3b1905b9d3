package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cli.RouteTotals.Sum;
import java.util.Map;

/** What a file of jobs would cost, as one JSON document. */
final class WhatIfJson {
  private WhatIfJson() {}

  static ObjectNode of(WhatIf.Report report) {
    ObjectNode document =
        Json.object()
            .put("jobs", report.jobs())
            .put("images", report.images())
            .put("unserved_jobs", report.refused());
    document.set("routes", routes(report.routes()));
    document.set("best", mix(report.best()));
    document.set("cheapest", mix(report.cheapest()));
    BudgetMix budget = report.budget();
    if (budget == null) {
      document.putNull("budget");
    } else {
      ObjectNode node =
          document
              .putObject("budget")
              .put("limit_usd", String.valueOf(report.limit()))
              .put("fits", budget.fits())
              .put("missing_usd", budget.missing().toString())
              .put("jobs_moved", budget.moved())
              .put("jobs_stepped_down", budget.steppedDown());
      node.set("mix", mix(budget.mix()));
    }
    ArrayNode sizes = document.putArray("cheaper_sizes");
    report
        .sizes()
        .forEach(
            (change, saving) ->
                sizes
                    .addObject()
                    .put("model", change.model())
                    .put("quality", change.quality().toString())
                    .put("from", change.from().toString())
                    .put("to", change.to().toString())
                    .put("jobs", saving.jobs())
                    .putObject("saving_usd")
                    .put("expected", saving.expected().toString())
                    .put("most", saving.most().toString()));
    ArrayNode unserved = document.putArray("unserved");
    report
        .refusals()
        .forEach(
            (reason, refused) ->
                unserved
                    .addObject()
                    .put("reason", reason)
                    .put("jobs", refused.jobs())
                    .put("first_line", refused.firstLine())
                    .put("first_id", refused.firstId()));
    return document.put("unserved_for_other_reasons", report.otherRefused());
  }

  private static ObjectNode mix(RouteTotals totals) {
    ObjectNode node = sum(Json.object(), totals.all());
    node.set("routes", routes(totals.routes()));
    return node;
  }

  private static ArrayNode routes(Map<RouteTotals.Route, Sum> routes) {
    ArrayNode list = Json.array();
    routes.forEach(
        (route, sum) ->
            list.add(
                sum(
                    Json.object()
                        .put("provider", route.provider())
                        .put("model", route.model())
                        .put("quality", route.quality().toString()),
                    sum)));
    return list;
  }

  private static ObjectNode sum(ObjectNode node, Sum sum) {
    node.put("jobs", sum.jobs()).put("images", sum.images());
    node.putObject("usd")
        .put("least", sum.least().toString())
        .put("expected", sum.expected().toString())
        .put("most", sum.most().toString());
    return node;
  }
}
