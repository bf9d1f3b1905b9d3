package dev.halftone.router;

import dev.halftone.image.ImageRequest;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.DecisionRecord.Outlook;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.DecisionRecord.Price;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Words a decision as JSON; what is null, empty or as usual is left out. Pure. */
final class DecisionWriter {
  private DecisionWriter() {}

  static JsonObject json(DecisionRecord decision) {
    JsonObject json =
        new JsonObject()
            .put("format", DecisionLines.FORMAT)
            .put("id", decision.id())
            .put("at", decision.at().toString())
            .put("asked", asked(decision.asked()));
    Plan plan = decision.plan();
    if (plan != null) {
      json.put("plan", plan(plan));
    }
    JsonArray considered = new JsonArray();
    decision.considered().forEach(one -> considered.add(considered(one)));
    JsonArray attempts = new JsonArray();
    decision.attempts().forEach(one -> attempts.add(attempt(one)));
    return json.put("considered", considered)
        .put("warnings", texts(decision.warnings()))
        .put("refusals", texts(decision.refusals()))
        .put("attempts", attempts)
        .put("cache", decision.cache().toString())
        .put("outcome", decision.outcome())
        .put("cost_usd", decision.cost().toString())
        .put("estimate_usd", decision.estimate().toString())
        .put("suspended_usd", decision.suspended().toString())
        .put("steps_down", decision.stepsDown())
        .put("latency_ns", decision.latencyNanos());
  }

  private static JsonObject asked(RequestShape shape) {
    ImageRequest request = shape.request();
    JsonObject json =
        new JsonObject()
            .put("n", request.n())
            .put("size", request.size().toString())
            .put("prompt_tokens", shape.promptTokens())
            .put("prompt_chars", shape.promptChars())
            .put("thinking", request.thinking().toString())
            .put("output_format", request.outputFormat().toString());
    text(json, "model", request.model());
    text(json, "tier", request.tier());
    text(json, "quality", request.quality());
    text(json, "quality_floor", request.qualityFloor());
    text(json, "background", request.background());
    text(json, "max_cost_usd", request.maxCost());
    text(json, "objective", request.objective());
    Integer compression = request.outputCompression();
    if (compression != null) {
      json.put("output_compression", compression);
    }
    Duration deadline = request.deadline();
    if (deadline != null) {
      json.put("deadline", deadline.toString());
    }
    return json.put("smaller_allowed", request.smallerAllowed())
        .put("cached", request.cached())
        .put("partial_images", request.partialImages())
        .put(
            "input_images",
            texts(request.inputImages().stream().map(image -> image.size().toString()).toList()))
        .put("mask", request.mask() != null)
        .put("charge", texts(request.charge()))
        .put("providers", texts(request.providers().stream().sorted().toList()))
        .put("regions", texts(request.regions()))
        .put("data_rules", texts(request.dataRules().stream().sorted().toList()));
  }

  private static JsonObject plan(Plan plan) {
    return new JsonObject()
        .put("by", plan.by().toString())
        .put("in_haste", plan.inHaste())
        .put("usd_per_second", plan.usdPerSecond().toString())
        .put("quantile_percent", plan.quantilePercent())
        .put("allowed_ns", plan.allowedNanos())
        .put("left_ns", plan.leftNanos())
        .put("turn", plan.turn());
  }

  private static JsonObject considered(Considered one) {
    JsonObject json =
        new JsonObject()
            .put("provider", one.provider())
            .put("model", one.model())
            .put("fate", one.fate().toString())
            .put("verdict", one.verdict());
    Option option = one.option();
    return option == null ? json : json.put("option", option(option));
  }

  private static JsonObject option(Option option) {
    JsonObject json =
        new JsonObject()
            .put("index", option.index())
            .put("quality", option.quality().toString())
            .put("size", option.size().toString())
            .put("rung", option.rung())
            .put("images_per_call", option.imagesPerCall())
            .put("dropped", texts(option.dropped()))
            .put("price", price(option.price()))
            .put("outlook", outlook(option.outlook()))
            .put("exploring", option.exploring())
            .put("refused", option.refused())
            .put("batch", option.batch());
    Long score = option.score();
    return score == null ? json : json.put("score", score);
  }

  private static JsonObject price(Price price) {
    return new JsonObject()
        .put("list", price.list())
        .put("least_usd", price.least().toString())
        .put("expected_usd", price.expected().toString())
        .put("most_usd", price.most().toString())
        .put("hold_usd", price.hold().toString())
        .put("basis", price.basis().toString())
        .put("as_of", price.asOf().toString());
  }

  private static JsonObject outlook(Outlook outlook) {
    JsonObject json =
        new JsonObject()
            .put("median_ns", outlook.medianNanos())
            .put("quantile_ns", outlook.quantileNanos())
            .put("slow_ns", outlook.slowNanos())
            .put("samples", outlook.samples())
            .put("failures_per_million", outlook.failuresPerMillion())
            .put("billed_failures_per_million", outlook.billedFailuresPerMillion())
            .put("in_flight", outlook.inFlight())
            .put("in_flight_limit", outlook.inFlightLimit())
            .put("room", outlook.room())
            .put("scarce", outlook.scarce());
    text(json, "blocked", outlook.blocked());
    return json;
  }

  private static JsonObject attempt(Attempt attempt) {
    JsonObject json =
        new JsonObject()
            .put("id", attempt.id())
            .put("provider", attempt.provider())
            .put("model", attempt.model())
            .put("quality", attempt.quality().toString())
            .put("size", attempt.size().toString())
            .put("n", attempt.n())
            .put("held_usd", attempt.held().toString())
            .put("ending", attempt.ending())
            .put("charged_usd", attempt.charged().toString())
            .put("latency_ns", attempt.latencyNanos())
            .put("batch", attempt.batch());
    text(json, "failure", attempt.failure());
    text(json, "request_id", attempt.requestId());
    return json;
  }

  private static void text(JsonObject json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }

  private static JsonArray texts(Collection<?> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(value.toString()));
    return array;
  }
}
