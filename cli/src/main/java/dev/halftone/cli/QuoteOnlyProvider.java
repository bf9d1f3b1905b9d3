package dev.halftone.cli;

import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider that can be quoted and never called: it has neither key nor connections. A call fails
 * before anything is sent, so it cannot cost money.
 *
 * @param name what it is called in the answer
 */
record QuoteOnlyProvider(String name, String priceList, Capabilities capabilities)
    implements ImageProvider {
  /** Azure's second price list is one of the same service. */
  private static final String AZURE_DATA_ZONE = "azure-foundry-datazone";

  /** Stands for a configured provider. */
  static QuoteOnlyProvider of(String name, ProviderType type, Set<String> models) {
    return new QuoteOnlyProvider(name, type.priceList(), type.capabilities(models));
  }

  /** Stands for whoever bills by a price list, under the name of the list. */
  static QuoteOnlyProvider ofList(String list, PriceCatalog catalog) {
    Set<String> models =
        catalog.prices().stream()
            .filter(price -> price.priceList().equals(list))
            .map(Price::model)
            .collect(Collectors.toUnmodifiableSet());
    for (ProviderType type : ProviderType.values()) {
      if (type.priceList().equals(list)) {
        return of(list, type, models);
      }
    }
    // Nothing is known of what is lost there but what the quote itself says.
    Set<OutputFormat> formats =
        list.equals(AZURE_DATA_ZONE)
            ? ProviderType.AZURE_FOUNDRY.capabilities(models).formats()
            : EnumSet.allOf(OutputFormat.class);
    return new QuoteOnlyProvider(
        list,
        list,
        Capabilities.of(models)
            .formats(formats)
            .honoured(EnumSet.allOf(Parameter.class))
            .inputImages(ImageRequest.MAX_INPUT_IMAGES)
            .mask(true)
            .build());
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture(
        ProviderFailure.of(ProviderFailure.Kind.NOT_FOUND)
            .build(name + ": not sent: it is here for quotes only"));
  }
}
