package dev.halftone.cost;

import dev.halftone.cost.PriceFeed.Fact;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what providers' own lists say of models and prices, for {@link CatalogDiff}. Strict about
 * the types of what is read, indifferent to what is not: providers add keys.
 *
 * <p>Stateless and thread-safe; pure functions of the bodies, no network. A body that is not what
 * it should be is a {@link CatalogException} that names the feed, the line and the field.
 */
public final class PriceFeeds {
  static final String LISTED = "listed";
  static final String SHUTDOWN = "shutdown";
  static final String BILLABLE_UNIT = "billable_unit_usd";
  static final String PER_IMAGE = "usd_per_image";

  private static final int MILLION_DIGITS = 6;
  private static final Map<String, String> VERCEL_KEYS =
      Map.of(
          "input", "text_input",
          "output", "image_output",
          "input_cache_read", "cached_text_input");

  private PriceFeeds() {}

  /** OpenAI's {@code GET /v1/models}: the image models there are, and the days they go. */
  public static PriceFeed openAiModels(String json) {
    String source = "OpenAI GET /v1/models";
    List<Fact> facts = new ArrayList<>();
    for (LocatedJson model : read(source, json).get("data").elements()) {
      String id = model.get("id").text();
      if (!id.startsWith("gpt-image-") && !id.startsWith("chatgpt-image-")) {
        continue;
      }
      facts.add(new Fact(id, LISTED, "true"));
      LocatedJson shutdown = model.find("shutdown_date");
      if (shutdown != null && !shutdown.isNull()) {
        facts.add(new Fact(id, SHUTDOWN, CatalogValues.date(shutdown).toString()));
      }
    }
    return new PriceFeed(source, true, facts);
  }

  /**
   * Vercel AI Gateway's {@code GET /v1/models}: rates of its GPT image models. It has no key for
   * the tokens of reference images; a rate for them is never read out of {@code input}.
   */
  public static PriceFeed vercelModels(String json) {
    String source = "Vercel AI Gateway GET /v1/models";
    List<Fact> facts = new ArrayList<>();
    for (LocatedJson model : read(source, json).get("data").elements()) {
      String id = model.get("id").text();
      if (!id.startsWith("openai/gpt-image-")) {
        continue;
      }
      facts.add(new Fact(id, LISTED, "true"));
      LocatedJson pricing = model.get("pricing");
      for (String key : List.of("input", "output", "input_cache_read")) {
        LocatedJson rate = pricing.find(key);
        if (rate != null && !rate.isNull()) {
          String perMillion = plain(rate.amount().movePointRight(MILLION_DIGITS));
          facts.add(new Fact(id, VERCEL_KEYS.getOrDefault(key, key), perMillion));
        }
      }
    }
    return new PriceFeed(source, true, facts);
  }

  /** fal's {@code GET /v1/models/pricing}: the price of a billing unit of each endpoint asked. */
  public static PriceFeed falPricing(String json) {
    String source = "fal GET /v1/models/pricing";
    List<Fact> facts = new ArrayList<>();
    for (LocatedJson price : read(source, json).get("prices").elements()) {
      requireDollars(price.get("currency"));
      facts.add(
          new Fact(
              price.get("endpoint_id").text(),
              BILLABLE_UNIT,
              plain(price.get("unit_price").amount())));
    }
    return new PriceFeed(source, false, facts);
  }

  /**
   * WaveSpeedAI's answer of {@code POST /api/v3/model/price}, bare or in its envelope. The answer
   * does not repeat what was asked, so the caller says it.
   *
   * @param quality the quality asked about
   * @param size the size the route stands for, or auto for every size
   */
  public static PriceFeed waveSpeedPrice(String json, Quality quality, ImageSize size) {
    String source = "WaveSpeedAI POST /api/v3/model/price";
    LocatedJson body = read(source, json);
    LocatedJson envelope = body.find("data");
    LocatedJson answer = envelope == null ? body : envelope;
    LocatedJson currency = answer.find("currency");
    if (currency != null && !currency.isNull()) {
      requireDollars(currency);
    }
    LocatedJson discounted = answer.find("discounted_price");
    LocatedJson price =
        discounted == null || discounted.isNull() ? answer.get("price") : discounted;
    return new PriceFeed(
        source,
        false,
        List.of(
            new Fact(
                answer.get("model_id").text(), perImage(quality, size), plain(price.amount()))));
  }

  static String perImage(Quality quality, ImageSize size) {
    return PER_IMAGE + "." + quality + "." + (size.isAuto() ? "any" : size);
  }

  static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static void requireDollars(LocatedJson currency) {
    if (!currency.text().equalsIgnoreCase("USD")) {
      throw currency.wrong("'%s' is not USD".formatted(NearestName.shown(currency.text())));
    }
  }

  private static LocatedJson read(String source, String json) {
    return LocatedJson.read(
        source, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
