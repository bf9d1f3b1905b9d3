package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a provider cannot do at all before anything is sent. Pure.
 *
 * @param provider its configured name, for the message
 */
record CallCheck(String provider, Capabilities capabilities) {
  /** The failure of a call for a model that is not served; null if it is. */
  @Nullable ProviderFailure unknownModel(ProviderCall call) {
    return capabilities.models().contains(call.model())
        ? null
        : ProviderFailure.of(Kind.NOT_FOUND)
            .build(
                "%s: not sent: it does not serve model '%s', only %s"
                    .formatted(provider, call.model(), capabilities.models()));
  }

  /** Why a call cannot be served beside its model; null if it can. */
  @Nullable String problem(ProviderCall call) {
    ImageRequest request = call.request();
    if (!capabilities.formats().contains(request.outputFormat())) {
      return "it does not make %s, only %s"
          .formatted(request.outputFormat(), capabilities.formats());
    }
    if (request.n() > capabilities.imagesPerCall()) {
      return "it makes %d images a call, not %d"
          .formatted(capabilities.imagesPerCall(), request.n());
    }
    List<InputImage> images = request.inputImages();
    InputImage mask = request.mask();
    if (images.size() > capabilities.inputImages()) {
      return "it takes %d reference images, not %d"
          .formatted(capabilities.inputImages(), images.size());
    }
    if (mask != null && !capabilities.mask()) {
      return "it does not take a mask";
    }
    return images.stream().anyMatch(image -> image.bytes() == null)
            || (mask != null && mask.bytes() == null)
        ? "an input image or the mask is a size without bytes"
        : null;
  }

  /** The failure of a call that another provider may be able to serve. */
  ProviderFailure notSent(String why) {
    return ProviderFailure.of(Kind.BAD_REQUEST)
        .retry(Retry.SAFE)
        .build("%s: not sent: %s".formatted(provider, why));
  }
}
