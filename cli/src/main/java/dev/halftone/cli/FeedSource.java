package dev.halftone.cli;

import dev.halftone.cost.CatalogException;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.PriceFeed;
import dev.halftone.cost.PriceFeeds;
import dev.halftone.cost.Quality;
import dev.halftone.cost.RouteNames;
import dev.halftone.provider.ProviderLists.KeyForm;
import dev.halftone.provider.ProviderLists.Question;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a type of provider lists its own models and prices, and what to ask there. */
enum FeedSource {
  OPENAI("https://api.openai.com/v1"),
  VERCEL("https://ai-gateway.vercel.sh"),
  FAL("https://api.fal.ai"),
  WAVESPEED("https://api.wavespeed.ai");

  /** fal sends images from this host and tells prices at another. */
  private static final String FAL_QUEUE = "queue.fal.run";

  /** The grid differs by resolution too; the source says which one was asked. */
  private static final String WAVESPEED_CELL = ", 1:1 at 1k";

  private static final List<Quality> GRID = List.of(Quality.LOW, Quality.MEDIUM, Quality.HIGH);

  private final String address;

  FeedSource(String address) {
    this.address = address;
  }

  /**
   * One request and how its answer is read.
   *
   * @param names what the answer must tell of; empty if it is free to tell what there is
   * @param reader reads the body; fails with {@link CatalogException}
   */
  record Ask(Question question, Set<String> names, Function<String, PriceFeed> reader) {}

  /** The lists of a type of provider; null if it has none that a key for images can read. */
  static @Nullable FeedSource of(ProviderType type) {
    return switch (type) {
      case OPENAI -> OPENAI;
      case VERCEL_AI_GATEWAY -> VERCEL;
      case FAL -> FAL;
      case WAVESPEED -> WAVESPEED;
      case OPENAI_RESPONSES, AZURE_FOUNDRY, OPENROUTER, OPENAI_COMPATIBLE -> null;
    };
  }

  /** Where to ask a provider whose configuration names that address, or none. */
  String address(@Nullable String baseUrl) {
    return baseUrl == null || (this == FAL && isFalQueue(baseUrl)) ? address : baseUrl;
  }

  private static boolean isFalQueue(String baseUrl) {
    try {
      return FAL_QUEUE.equalsIgnoreCase(URI.create(baseUrl).getHost());
    } catch (IllegalArgumentException e) {
      // Whoever connects to it says what is wrong with it.
      return false;
    }
  }

  /** What to ask, one after the other; none if the catalogue has no model to ask about. */
  List<Ask> asks(PriceCatalog catalog, LocalDate on) {
    return switch (this) {
      case OPENAI -> List.of(list("/models", PriceFeeds::openAiModels));
      case VERCEL -> List.of(list("/v1/models", PriceFeeds::vercelModels));
      case FAL -> fal(catalog, on);
      case WAVESPEED -> waveSpeed(catalog, on);
    };
  }

  private static Ask list(String path, Function<String, PriceFeed> reader) {
    return new Ask(Question.get(path, KeyForm.BEARER), Set.of(), reader);
  }

  private static List<Ask> fal(PriceCatalog catalog, LocalDate on) {
    Set<String> endpoints = new TreeSet<>();
    for (RouteNames names : names(ProviderType.FAL, catalog, on)) {
      endpoints.add(names.generation());
      endpoints.add(names.edit());
    }
    if (endpoints.isEmpty()) {
      return List.of();
    }
    List<String> parameters = new ArrayList<>();
    for (String endpoint : endpoints) {
      parameters.add("endpoint_id=" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8));
    }
    String path = "/v1/models/pricing?" + String.join("&", parameters);
    return List.of(
        new Ask(Question.get(path, KeyForm.KEY), Set.copyOf(endpoints), PriceFeeds::falPricing));
  }

  private static List<Ask> waveSpeed(PriceCatalog catalog, LocalDate on) {
    List<Ask> asks = new ArrayList<>();
    for (RouteNames names : names(ProviderType.WAVESPEED, catalog, on)) {
      for (Quality quality : GRID) {
        asks.add(waveSpeed(names.generation(), quality));
      }
    }
    return asks;
  }

  private static Ask waveSpeed(String model, Quality quality) {
    String body =
        Json.text(
            Json.object()
                .put("model_id", model)
                .set(
                    "inputs",
                    Json.object()
                        .put("prompt", "price")
                        .put("aspect_ratio", "1:1")
                        .put("resolution", "1k")
                        .put("quality", quality.toString())));
    return new Ask(
        Question.post("/api/v3/model/price", KeyForm.BEARER, body),
        Set.of(model),
        answer -> {
          PriceFeed feed = PriceFeeds.waveSpeedPrice(answer, quality, ImageSize.AUTO);
          return new PriceFeed(feed.source() + WAVESPEED_CELL, feed.complete(), feed.facts());
        });
  }

  private static List<RouteNames> names(ProviderType type, PriceCatalog catalog, LocalDate on) {
    List<RouteNames> names = new ArrayList<>();
    for (String model : catalog.aliveModels(type.toString(), on)) {
      Price price = catalog.price(type.toString(), model, on);
      RouteNames own = price == null ? null : price.names();
      names.add(own == null ? new RouteNames(model, model) : own);
    }
    return names;
  }
}
