package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usage;
import dev.halftone.image.ImageProvider;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.DecisionRecord.Outlook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes candidates and views of a record again. Pure. */
final class Recorded {
  private Recorded() {}

  /** The way a candidate went, which records and candidates have in common. */
  record Way(String provider, String model, Quality quality, ImageSize size, boolean batch) {
    static Way of(Candidate candidate) {
      return new Way(
          candidate.route().provider(),
          candidate.model(),
          candidate.quality(),
          candidate.size(),
          candidate.batch());
    }

    static Way of(Attempt attempt) {
      return new Way(
          attempt.provider(), attempt.model(), attempt.quality(), attempt.size(), attempt.batch());
    }
  }

  /** One that was quoted, as it stood then. */
  record Quoted(Considered considered, Option option) {
    Way way() {
      return new Way(
          considered.provider(),
          considered.model(),
          option.quality(),
          option.size(),
          option.batch());
    }
  }

  /** All that were quoted, in the order of the search. */
  static List<Quoted> quoted(DecisionRecord decision) {
    List<Quoted> quoted = new ArrayList<>(decision.considered().size());
    for (Considered one : decision.considered()) {
      Option option = one.option();
      if (option != null) {
        quoted.add(new Quoted(one, option));
      }
    }
    quoted.sort(Comparator.comparingInt(one -> one.option().index()));
    return quoted;
  }

  static @Nullable Quoted find(List<Quoted> quoted, Way way) {
    for (Quoted one : quoted) {
      if (one.way().equals(way)) {
        return one;
      }
    }
    return null;
  }

  static Candidate candidate(Quoted quoted, RequestShape shape, List<ImageProvider> providers) {
    Option option = quoted.option();
    String name = quoted.considered().provider();
    ImageProvider provider =
        providers.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    String model = quoted.considered().model();
    Quote quote =
        new Quote(
            option.price().list(),
            model,
            shape
                .spec()
                .newBuilder()
                .quality(option.quality())
                .size(option.size())
                .batch(option.batch())
                .build(),
            Usage.NONE,
            option.price().least(),
            option.price().expected(),
            option.price().most(),
            option.price().basis(),
            ThinkingCost.OFF,
            option.price().asOf(),
            null,
            List.of(),
            List.of());
    int n = shape.request().n();
    Part part =
        new Part(
            n,
            quote,
            quote,
            option.price().hold(),
            LatencyClass.of(option.quality(), option.size(), n),
            forecast(option.outlook()));
    return new Candidate(
        provider,
        new Route(name, model, option.batch()),
        option.quality(),
        option.rung(),
        Collections.nCopies((n + option.imagesPerCall() - 1) / option.imagesPerCall(), part),
        quote,
        option.price().hold(),
        part.load(),
        option.dropped());
  }

  /**
   * What is known of a candidate: its own record, else the load of its route with the latency
   * declared, else nothing. How long a batch takes does not depend on the quality, so that is taken
   * from another record of its route.
   */
  static RouteView view(Candidate candidate, List<Quoted> quoted) {
    Quoted own = find(quoted, Way.of(candidate));
    if (own != null) {
      return view(own.option().outlook(), forecast(own.option().outlook()));
    }
    Forecast declared = candidate.longest().prior();
    for (Quoted one : quoted) {
      if (one.considered().provider().equals(candidate.route().provider())
          && one.considered().model().equals(candidate.model())
          && one.option().batch() == candidate.batch()) {
        Outlook outlook = one.option().outlook();
        return view(outlook, candidate.batch() ? forecast(outlook) : declared);
      }
    }
    return new RouteView(declared, 0, 1, 1, false, null, false);
  }

  private static RouteView view(Outlook outlook, Forecast forecast) {
    String blocked = outlook.blocked();
    return new RouteView(
        forecast,
        outlook.inFlight(),
        outlook.inFlightLimit(),
        outlook.room(),
        outlook.scarce(),
        blocked == null ? null : new Block(blocked, Block.FOREVER),
        false);
  }

  private static Forecast forecast(Outlook outlook) {
    return new Forecast(
        outlook.medianNanos(),
        outlook.quantileNanos(),
        outlook.slowNanos(),
        outlook.samples(),
        outlook.failuresPerMillion(),
        outlook.billedFailuresPerMillion());
  }

  /** What decided then; scores of the user's own preference are taken as they were. */
  static Preference preference(DecisionRecord.Plan plan, List<Quoted> quoted) {
    return switch (plan.by()) {
      case CHEAPEST -> Preference.cheapest();
      case FASTEST -> Preference.fastest();
      case BALANCED -> Preference.balanced(plan.usdPerSecond());
      case OWN ->
          prospect -> {
            Quoted one =
                find(
                    quoted,
                    new Way(
                        prospect.provider(),
                        prospect.model(),
                        prospect.quality(),
                        prospect.size(),
                        prospect.batch()));
            Long score = one == null ? null : one.option().score();
            return Objects.requireNonNullElse(score, Long.MAX_VALUE);
          };
    };
  }
}
