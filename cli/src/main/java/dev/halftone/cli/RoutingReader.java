package dev.halftone.cli;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder;
import dev.halftone.router.RoutingPolicy;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code routing} of the configuration. */
final class RoutingReader {
  private static final int MOST_ATTEMPTS = 10;

  private RoutingReader() {}

  static RoutingPolicy read(YamlNode routing) {
    routing.closed(
        Set.of(
            "objective",
            "quantile-percent",
            "usd-per-second",
            "exploration-percent",
            "models",
            "ladder",
            "size-steps-percent",
            "regions",
            "data-rules",
            "timeout",
            "retry",
            // Read by ConfigReader, as it knows the folder.
            "decisions"));
    RoutingPolicy.Builder policy = RoutingPolicy.builder();
    YamlNode objective = routing.find("objective");
    if (objective != null) {
      policy.objective(objective.as(Objective::parse));
    }
    YamlNode models = routing.find("models");
    if (models != null) {
      policy.models(new LinkedHashSet<>(models.texts()));
    }
    YamlNode ladder = routing.find("ladder");
    if (ladder != null) {
      policy.ladder(ladder(ladder));
    }
    YamlNode timeout = routing.find("timeout");
    if (timeout != null) {
      policy.timeout(ConfigReader.positive(timeout));
    }
    routing.set("usd-per-second", Usd::parse, policy::usdPerSecond);
    YamlNode quantile = routing.find("quantile-percent");
    if (quantile != null) {
      policy.quantilePercent(quantile.wholeNumber(50, 99));
    }
    YamlNode exploration = routing.find("exploration-percent");
    if (exploration != null) {
      policy.explorationPercent(exploration.wholeNumber(0, 100));
    }
    YamlNode steps = routing.find("size-steps-percent");
    if (steps != null) {
      List<Integer> percents =
          steps.elements().stream().map(one -> one.wholeNumber(1, 99)).toList();
      steps.check(() -> policy.sizeStepsPercent(percents));
    }
    bounds(routing, policy);
    retry(routing.find("retry"), policy);
    return policy.build();
  }

  private static void bounds(YamlNode routing, RoutingPolicy.Builder policy) {
    YamlNode regions = routing.find("regions");
    if (regions != null) {
      Set<String> names = new LinkedHashSet<>(regions.texts());
      regions.check(() -> policy.regions(names));
    }
    YamlNode rules = routing.find("data-rules");
    if (rules != null) {
      policy.dataRules(ProviderReader.dataRules(rules));
    }
  }

  private static void retry(@Nullable YamlNode retry, RoutingPolicy.Builder policy) {
    if (retry == null) {
      return;
    }
    retry.closed(Set.of("attempts", "budget-percent", "unknown-charge"));
    YamlNode attempts = retry.find("attempts");
    if (attempts != null) {
      policy.attempts(attempts.wholeNumber(1, MOST_ATTEMPTS));
    }
    YamlNode percent = retry.find("budget-percent");
    if (percent != null) {
      policy.retryBudgetPercent(percent.wholeNumber(0, 100));
    }
    YamlNode unknown = retry.find("unknown-charge");
    if (unknown != null) {
      policy.unknownCharge(unknown.as(RoutingReader::unknownCharge));
    }
  }

  private static UnknownCharge unknownCharge(String text) {
    return switch (text) {
      case "never" -> UnknownCharge.NEVER;
      case "once" -> UnknownCharge.ONCE;
      default ->
          throw new IllegalArgumentException("'%s' is not one of never, once".formatted(text));
    };
  }

  /** A tier is a list of rungs, best first; a rung is one step or a list of like ones. */
  private static Ladder ladder(YamlNode node) {
    node.closed(Set.of("final", "standard", "draft"));
    Ladder.Builder ladder = Ladder.builder();
    node.members()
        .forEach(
            (name, rungs) -> {
              if (rungs.elements().isEmpty()) {
                throw rungs.wrong("has no step; write one like gpt-image-2@high");
              }
              for (YamlNode rung : rungs.elements()) {
                ladder.rung(Tier.parse(name), steps(rung));
              }
            });
    return ladder.build();
  }

  private static List<Ladder.Step> steps(YamlNode rung) {
    if (!rung.isList()) {
      return List.of(step(rung));
    }
    List<Ladder.Step> steps = new ArrayList<>();
    rung.elements().forEach(one -> steps.add(step(one)));
    if (steps.isEmpty()) {
      throw rung.wrong("has no step; write one like gpt-image-2@high");
    }
    return steps;
  }

  private static Ladder.Step step(YamlNode node) {
    if (!node.isText()) {
      node.closed(Set.of("model", "quality"));
      return new Ladder.Step(node.get("model").text(), node.get("quality").as(Quality::parse));
    }
    return node.as(
        text -> {
          int at = text.lastIndexOf('@');
          if (at < 1) {
            throw new IllegalArgumentException(
                "'%s' is not MODEL@QUALITY, such as gpt-image-2@high".formatted(text));
          }
          return new Ladder.Step(text.substring(0, at), Quality.parse(text.substring(at + 1)));
        });
  }
}
