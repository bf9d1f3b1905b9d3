package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says before anything is sent what a provider cannot do at all. Pure.
 *
 * @param provider its configured name, for the message
 * @param capabilities what it declares
 * @param wire why a call cannot be sent as the capabilities cannot say; null if it can
 */
record CallCheck(
    String provider, Capabilities capabilities, Function<ProviderCall, @Nullable String> wire) {

  /** Why this call cannot be sent, or null if it can. */
  @Nullable ProviderFailure unfit(ProviderCall call) {
    ProviderFailure unknown = unknownModel(call);
    if (unknown != null) {
      return unknown;
    }
    String problem = problem(call);
    return problem == null ? null : notSent(problem);
  }

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
    String problem = problem(call.request());
    return problem == null ? wire.apply(call) : problem;
  }

  /** The failure of a call that was not sent. */
  ProviderFailure notSent(String why) {
    return ProviderFailure.of(Kind.BAD_REQUEST)
        .retry(Retry.SAFE)
        .build("%s: not sent: %s".formatted(provider, why));
  }

  /** The same for one whose request could not be written; the cause may quote a header. */
  ProviderFailure notWritten(RuntimeException cause) {
    return notSent(
        "the request cannot be written (%s)".formatted(cause.getClass().getSimpleName()));
  }

  private @Nullable String problem(ImageRequest request) {
    if (!capabilities.formats().contains(request.outputFormat())) {
      return "it does not make %s, only %s"
          .formatted(request.outputFormat(), capabilities.formats());
    }
    if (request.n() > capabilities.imagesPerCall()) {
      return "it makes at most %d images a call, not %d"
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
    boolean noBytes =
        images.stream().anyMatch(image -> image.bytes() == null)
            || (mask != null && mask.bytes() == null);
    return noBytes
        ? "an input image or the mask is a size without bytes"
        : capabilities.sizeProblem(request.size()).orElse(null);
  }
}
