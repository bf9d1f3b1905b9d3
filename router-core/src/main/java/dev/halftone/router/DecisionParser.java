package dev.halftone.router;

import dev.halftone.budget.Scope;
import dev.halftone.cost.Basis;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Tier;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Fate;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.DecisionRecord.Outlook;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.DecisionRecord.Price;
import dev.halftone.router.DecisionRecord.RankedBy;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DecisionWriter} writes. Pure. */
final class DecisionParser {
  private static final int MILLION = 1_000_000;
  private static final int HUNDRED = 100;

  private DecisionParser() {}

  static DecisionRecord read(String line) {
    JsonObject json;
    try {
      json = new JsonObject(line);
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException("is not one JSON object");
    }
    RecordedFields fields = RecordedFields.of(json);
    fields.number("format", DecisionLines.FORMAT, DecisionLines.FORMAT);
    RecordedFields plan = fields.findObject("plan");
    return new DecisionRecord(
        fields.text("id"),
        fields.get("at", Instant::parse),
        shape(fields.object("asked")),
        plan == null ? null : plan(plan),
        fields.objects("considered", DecisionParser::considered),
        fields.texts("warnings", text -> text),
        fields.texts("refusals", text -> text),
        fields.objects("attempts", DecisionParser::attempt),
        fields.constant("cache", CacheOutcome.class),
        fields.text("outcome"),
        fields.usd("cost_usd"),
        fields.usd("estimate_usd"),
        fields.usd("suspended_usd"),
        fields.number("steps_down", 0, Integer.MAX_VALUE),
        fields.number("latency_ns"));
  }

  private static RequestShape shape(RecordedFields asked) {
    List<InputImage> pictures =
        asked.texts("input_images", text -> InputImage.ofSize(ImageSize.parse(text)));
    boolean mask = asked.flag("mask");
    Integer compression =
        asked.findWhole("output_compression") == null
            ? null
            : asked.number("output_compression", 0, HUNDRED);
    ImageRequest.Builder builder =
        ImageRequest.builder(RequestShape.STAND_IN)
            .n(asked.number("n", 1, ImageRequest.MAX_IMAGES))
            .size(asked.get("size", ImageSize::parse))
            .thinking(asked.get("thinking", Thinking::parse))
            .outputFormat(asked.get("output_format", OutputFormat::parse))
            .model(asked.find("model", text -> text))
            .tier(asked.find("tier", Tier::parse))
            .quality(asked.find("quality", Quality::parse))
            .qualityFloor(asked.find("quality_floor", Quality::parse))
            .background(asked.find("background", Background::parse))
            .outputCompression(compression)
            .maxCost(asked.find("max_cost_usd", Usd::parse))
            .objective(asked.find("objective", Objective::parse))
            .deadline(asked.find("deadline", Duration::parse))
            .smallerAllowed(asked.flag("smaller_allowed"))
            .cached(asked.flag("cached"))
            .partialImages(asked.number("partial_images", 0, HUNDRED))
            .inputImages(pictures)
            .mask(mask && !pictures.isEmpty() ? pictures.get(0) : null)
            .charge(asked.texts("charge", Scope::parse))
            .providers(new LinkedHashSet<>(asked.texts("providers", text -> text)))
            .regions(new LinkedHashSet<>(asked.texts("regions", text -> text)))
            .dataRules(new LinkedHashSet<>(asked.texts("data_rules", DataRule::parse)));
    try {
      return new RequestShape(
          builder.build(),
          asked.number("prompt_tokens", 0, Integer.MAX_VALUE),
          asked.number("prompt_chars", 0, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("asked: " + e.getMessage(), e);
    }
  }

  private static Plan plan(RecordedFields plan) {
    return new Plan(
        plan.constant("by", RankedBy.class),
        plan.flag("in_haste"),
        plan.usd("usd_per_second"),
        plan.number("quantile_percent", 1, HUNDRED),
        plan.number("allowed_ns"),
        plan.number("left_ns"),
        plan.whole("turn", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static Considered considered(RecordedFields one) {
    RecordedFields option = one.findObject("option");
    return new Considered(
        one.text("provider"),
        one.text("model"),
        option == null ? null : option(option),
        one.constant("fate", Fate.class),
        one.text("verdict"));
  }

  private static Option option(RecordedFields option) {
    return new Option(
        option.number("index", 0, Integer.MAX_VALUE),
        option.get("quality", Quality::parse),
        option.get("size", ImageSize::parse),
        option.number("rung", 0, Integer.MAX_VALUE),
        option.number("images_per_call", 1, ImageRequest.MAX_IMAGES),
        option.texts("dropped", text -> text),
        price(option.object("price")),
        outlook(option.object("outlook")),
        option.flag("exploring"),
        option.flag("refused"),
        option.findFlag("batch"),
        option.findWhole("score"));
  }

  private static Price price(RecordedFields price) {
    Usd least = price.usd("least_usd");
    Usd expected = price.usd("expected_usd");
    Usd most = price.usd("most_usd");
    if (least.isMoreThan(expected) || expected.isMoreThan(most)) {
      throw new IllegalArgumentException(
          "price must rise from least_usd to most_usd: %s, %s, %s"
              .formatted(least, expected, most));
    }
    return new Price(
        price.text("list"),
        least,
        expected,
        most,
        price.usd("hold_usd"),
        price.constant("basis", Basis.class),
        price.get("as_of", LocalDate::parse));
  }

  private static Outlook outlook(RecordedFields outlook) {
    return new Outlook(
        outlook.number("median_ns"),
        outlook.number("quantile_ns"),
        outlook.number("slow_ns"),
        outlook.number("samples"),
        outlook.number("failures_per_million", 0, MILLION - 1),
        outlook.number("billed_failures_per_million", 0, MILLION - 1),
        outlook.number("in_flight", 0, Integer.MAX_VALUE),
        outlook.number("in_flight_limit", 0, Integer.MAX_VALUE),
        outlook.number("room", Integer.MIN_VALUE, Integer.MAX_VALUE),
        outlook.flag("scarce"),
        outlook.find("blocked", text -> text));
  }

  private static Attempt attempt(RecordedFields attempt) {
    @Nullable String failure = attempt.find("failure", text -> text);
    return new Attempt(
        attempt.text("id"),
        attempt.text("provider"),
        attempt.text("model"),
        attempt.get("quality", Quality::parse),
        attempt.get("size", ImageSize::parse),
        attempt.number("n", 1, ImageRequest.MAX_IMAGES),
        attempt.usd("held_usd"),
        attempt.text("ending"),
        attempt.usd("charged_usd"),
        attempt.number("latency_ns"),
        failure,
        attempt.find("request_id", text -> text),
        attempt.findFlag("batch"));
  }
}
