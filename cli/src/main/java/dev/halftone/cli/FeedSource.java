package dev.halftone.cli;

import dev.halftone.cost.PriceFeed;
import dev.halftone.cost.PriceFeeds;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a type of provider lists its own models and prices.
 *
 * @param address the address of the type, where the configuration names none
 * @param path what follows the address
 * @param reader reads the body
 */
record FeedSource(String address, String path, Function<String, PriceFeed> reader) {
  private static final FeedSource OPENAI =
      new FeedSource("https://api.openai.com/v1", "/models", PriceFeeds::openAiModels);
  private static final FeedSource VERCEL =
      new FeedSource("https://ai-gateway.vercel.sh", "/v1/models", PriceFeeds::vercelModels);

  /** The list of a type of provider; null if it has none that a key for images can read. */
  static @Nullable FeedSource of(ProviderType type) {
    return switch (type) {
      case OPENAI -> OPENAI;
      case VERCEL_AI_GATEWAY -> VERCEL;
      case AZURE_FOUNDRY -> null;
    };
  }
}
