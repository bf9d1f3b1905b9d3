package dev.halftone.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Says why routes cannot serve, one line for each reason, with the providers that share it. */
final class Reasons {
  private Reasons() {}

  static <T> List<String> lines(
      List<T> routes,
      Function<T, String> provider,
      Function<T, String> model,
      Function<T, String> reason) {
    Map<String, List<String>> providers = new LinkedHashMap<>();
    for (T route : routes) {
      providers
          .computeIfAbsent(
              model.apply(route) + ": " + reason.apply(route), why -> new ArrayList<>())
          .add(provider.apply(route));
    }
    List<String> lines = new ArrayList<>();
    providers.forEach(
        (why, names) -> lines.add("- %s %s".formatted(String.join(", ", names), why)));
    return lines;
  }
}
