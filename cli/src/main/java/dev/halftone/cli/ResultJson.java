package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Receipt;
import dev.halftone.router.DecisionLines;
import dev.halftone.router.DecisionRecord;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.RoutingException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The outcome of one request as the contract's JSON object. */
final class ResultJson {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ResultJson() {}

  static ObjectNode done(Receipt receipt, List<Path> files, ImageRouter router) {
    boolean cached = receipt.cache() == CacheOutcome.HIT || receipt.cache() == CacheOutcome.JOINED;
    ObjectNode node =
        Json.object()
            .put("id", receipt.decisionId())
            .put("status", cached ? "cached" : "ok")
            .put("provider", receipt.provider())
            .put("model", receipt.model())
            .put("quality", receipt.quality().toString())
            .put("size", receipt.size().toString())
            .put("cost_usd", receipt.cost().toString())
            .put("estimate_usd", receipt.estimate().toString());
    node.set("files", Json.texts(files));
    node.put("attempts", receipt.attempts())
        .put("latency_ms", receipt.latencyNanos() / NANOS_PER_MILLI)
        .putNull("error");
    return decided(node, router.decision(receipt.decisionId()).orElse(null));
  }

  static ObjectNode failed(ImageRequest asked, RoutingException e, ImageRouter router) {
    DecisionRecord decision = router.decision(e.decisionId()).orElse(null);
    ObjectNode node =
        Json.object()
            .put("id", e.decisionId())
            .put("status", status(e))
            .put("provider", last(decision, DecisionRecord.Attempt::provider))
            .put("model", last(decision, DecisionRecord.Attempt::model))
            .put("quality", last(decision, attempt -> attempt.quality().toString()))
            .put("size", asked.size().toString())
            .put("cost_usd", (decision == null ? Usd.ZERO : decision.cost()).toString())
            .put("estimate_usd", (decision == null ? Usd.ZERO : decision.estimate()).toString());
    node.putArray("files");
    node.put("attempts", decision == null ? 0 : decision.attempts().size())
        .put("latency_ms", decision == null ? 0 : decision.latencyNanos() / NANOS_PER_MILLI)
        .put("error", e.getMessage());
    return decided(node, decision);
  }

  private static ObjectNode decided(ObjectNode node, @Nullable DecisionRecord decision) {
    return node.set("decision", decision == null ? null : Json.tree(DecisionLines.write(decision)));
  }

  private static String status(RoutingException e) {
    if (!e.suspended().isZero()) {
      return "suspended";
    }
    return switch (e.reason()) {
      case BUDGET_EXCEEDED -> "refused_budget";
      case PROMPT_REFUSED -> "refused_policy";
      default -> "failed";
    };
  }

  private static @Nullable String last(
      @Nullable DecisionRecord decision, Function<DecisionRecord.Attempt, String> part) {
    if (decision == null || decision.attempts().isEmpty()) {
      return null;
    }
    return part.apply(decision.attempts().get(decision.attempts().size() - 1));
  }
}
