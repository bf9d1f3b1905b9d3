package dev.halftone.router;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Option;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A provider as far as a decision shows it: it serves the models that it was quoted for. It can
 * never be called.
 */
record RecordedProvider(String name, String priceList, Capabilities capabilities)
    implements ImageProvider {
  /** Those that were quoted in a decision, live or for a batch, in the order of the record. */
  static List<ImageProvider> of(DecisionRecord decision, boolean batch) {
    Map<String, List<Considered>> quoted = new LinkedHashMap<>();
    for (Considered one : decision.considered()) {
      Option option = one.option();
      if (option != null && option.batch() == batch) {
        quoted.computeIfAbsent(one.provider(), name -> new ArrayList<>()).add(one);
      }
    }
    List<ImageProvider> providers = new ArrayList<>(quoted.size());
    quoted.forEach((name, all) -> providers.add(of(name, all, decision.asked().request().n())));
    return providers;
  }

  private static RecordedProvider of(String name, List<Considered> all, int n) {
    Set<String> models = new HashSet<>();
    String list = name;
    int perCall = ImageRequest.MAX_IMAGES;
    for (Considered one : all) {
      Option option = one.option();
      if (option != null) {
        models.add(one.model());
        list = option.price().list();
        perCall = option.imagesPerCall() < n ? option.imagesPerCall() : perCall;
      }
    }
    return new RecordedProvider(
        name, list, Capabilities.unlimited(models).imagesPerCall(perCall).build());
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture(
        ProviderFailure.of(ProviderFailure.Kind.NOT_FOUND).build(name + ": it is a record only"));
  }
}
