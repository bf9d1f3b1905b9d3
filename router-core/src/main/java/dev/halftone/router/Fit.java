package dev.halftone.router;

import dev.halftone.cost.Thinking;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a provider can do what a request asks.
 *
 * @param reason why it cannot serve it at all, or null
 * @param dropped parameters it would lose
 */
record Fit(@Nullable String reason, List<String> dropped) {

  static Fit of(ImageRequest request, String model, ImageProvider provider, RoutingPolicy policy) {
    Capabilities capabilities = provider.capabilities();
    Set<String> allowed = request.providers();
    if (!allowed.isEmpty() && !allowed.contains(provider.name())) {
      return unfit("the request allows only " + String.join(", ", allowed));
    }
    if (!policy.models().isEmpty() && !policy.models().contains(model)) {
      return unfit("the policy allows only " + String.join(", ", policy.models()));
    }
    if (!capabilities.models().contains(model)) {
      return unfit("does not serve this model");
    }
    if (!capabilities.formats().contains(request.outputFormat())) {
      return unfit("does not make " + request.outputFormat());
    }
    int references = request.inputImages().size();
    if (references > capabilities.inputImages()) {
      return unfit(
          capabilities.inputImages() == 0
              ? "does not take reference images"
              : "takes %d reference images, not %d"
                  .formatted(capabilities.inputImages(), references));
    }
    if (request.mask() != null && !capabilities.mask()) {
      return unfit("does not take a mask");
    }
    Optional<String> sizeProblem = capabilities.sizeProblem(request.size());
    if (sizeProblem.isPresent()) {
      return unfit(sizeProblem.get());
    }
    return new Fit(null, dropped(request, capabilities.honouredFor(request)));
  }

  /** Adds what the model loses to what the provider loses, each once. */
  List<String> droppedWith(List<String> byModel) {
    if (byModel.isEmpty()) {
      return dropped;
    }
    List<String> all = new ArrayList<>(byModel);
    dropped.stream().filter(one -> !byModel.contains(one)).forEach(all::add);
    return all;
  }

  private static Fit unfit(String reason) {
    return new Fit(reason, List.of());
  }

  private static List<String> dropped(ImageRequest request, Set<Parameter> honoured) {
    List<String> dropped = new ArrayList<>();
    drop(dropped, honoured, Parameter.BACKGROUND, request.background() != null);
    drop(dropped, honoured, Parameter.OUTPUT_COMPRESSION, request.outputCompression() != null);
    drop(dropped, honoured, Parameter.PARTIAL_IMAGES, request.partialImages() > 0);
    drop(dropped, honoured, Parameter.THINKING, request.thinking() != Thinking.OFF);
    drop(dropped, honoured, Parameter.SIZE, !request.size().isAuto());
    return dropped;
  }

  private static void drop(
      List<String> dropped, Set<Parameter> honoured, Parameter parameter, boolean asked) {
    if (asked && !honoured.contains(parameter)) {
      dropped.add(parameter.toString());
    }
  }
}
