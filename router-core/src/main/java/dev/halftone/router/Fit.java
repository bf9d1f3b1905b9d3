package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a provider can do what a request asks.
 *
 * @param reason why it cannot serve it at all, or null
 * @param dropped parameters it would lose
 */
record Fit(@Nullable String reason, List<String> dropped) {

  private static final Fit WHOLLY = new Fit(null, List.of());

  static Fit of(
      ImageRequest request,
      String model,
      ImageSize size,
      ImageProvider provider,
      RoutingPolicy policy) {
    Capabilities capabilities = provider.capabilities();
    String reason = notAllowed(request, model, provider, policy);
    if (reason == null) {
      reason = notCapable(request, model, size, capabilities);
    }
    if (reason != null) {
      return new Fit(reason, List.of());
    }
    List<String> dropped = dropped(request, capabilities.honouredFor(request));
    return dropped.isEmpty() ? WHOLLY : new Fit(null, dropped);
  }

  private static @Nullable String notAllowed(
      ImageRequest request, String model, ImageProvider provider, RoutingPolicy policy) {
    Set<String> allowed = request.providers();
    if (!allowed.isEmpty() && !allowed.contains(provider.name())) {
      return "the request allows only " + String.join(", ", allowed);
    }
    if (!policy.models().isEmpty() && !policy.models().contains(model)) {
      return "the policy allows only " + String.join(", ", policy.models());
    }
    Capabilities capabilities = provider.capabilities();
    String reason = outside(request.regions(), capabilities.regions());
    if (reason == null) {
      reason = outside(policy.regions(), capabilities.regions());
    }
    if (reason == null) {
      reason = unpromised(request.dataRules(), capabilities.dataRules());
    }
    return reason == null ? unpromised(policy.dataRules(), capabilities.dataRules()) : reason;
  }

  private static @Nullable String outside(Set<String> allowed, Set<String> declared) {
    if (allowed.isEmpty() || (!declared.isEmpty() && allowed.containsAll(declared))) {
      return null;
    }
    return "%s; allowed: %s"
        .formatted(
            declared.isEmpty()
                ? "declares no region"
                : "may serve it from " + String.join(", ", declared),
            String.join(", ", new TreeSet<>(allowed)));
  }

  private static @Nullable String unpromised(Set<DataRule> demanded, Set<DataRule> declared) {
    for (DataRule rule : demanded) {
      if (!declared.contains(rule)) {
        return "is not declared to promise " + rule;
      }
    }
    return null;
  }

  private static @Nullable String notCapable(
      ImageRequest request, String model, ImageSize size, Capabilities capabilities) {
    if (!capabilities.models().contains(model)) {
      return "does not serve this model";
    }
    if (!capabilities.formats().contains(request.outputFormat())) {
      return "does not make " + request.outputFormat();
    }
    int references = request.inputImages().size();
    if (references > capabilities.inputImages()) {
      return capabilities.inputImages() == 0
          ? "does not take reference images"
          : "takes %d reference images, not %d".formatted(capabilities.inputImages(), references);
    }
    if (request.mask() != null && !capabilities.mask()) {
      return "does not take a mask";
    }
    return capabilities.sizeProblem(size).orElse(null);
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

  private static List<String> dropped(ImageRequest request, Set<Parameter> honoured) {
    List<String> dropped = new ArrayList<>(0);
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
