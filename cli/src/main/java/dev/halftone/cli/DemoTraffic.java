package dev.halftone.cli;

import dev.halftone.budget.Scope;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.Objective;
import dev.halftone.image.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A day's work of an imaginary company, drawn from a seed: two teams, twelve campaigns, three
 * tiers, several sizes, some prompts asked again, some pictures to be changed, some requests bound
 * to two of the providers. The same seed makes the same requests on every machine.
 */
final class DemoTraffic {
  static final Scope COMPANY = Scope.parse("org:acme");
  static final Scope GROWTH = Scope.parse("team:growth");
  static final Scope STUDIO = Scope.parse("team:studio");

  /** Each has a small budget of its own. */
  static final List<Scope> CAMPAIGNS =
      List.of(
          Scope.parse("campaign:autumn"),
          Scope.parse("campaign:brand"),
          Scope.parse("campaign:catalogue"),
          Scope.parse("campaign:events"),
          Scope.parse("campaign:gifts"),
          Scope.parse("campaign:holiday"),
          Scope.parse("campaign:launch"),
          Scope.parse("campaign:magazine"),
          Scope.parse("campaign:press"),
          Scope.parse("campaign:retail"),
          Scope.parse("campaign:social"),
          Scope.parse("campaign:winter"));

  /** Below the best step of each tier, above the next. */
  private static final Map<Tier, Usd> THRIFTY =
      Map.of(Tier.FINAL, Usd.parse("0.12"), Tier.STANDARD, Usd.parse("0.03"));

  /** The sizes asked for; those that come first are asked for more often. */
  static final List<ImageSize> SIZES =
      List.of(
          new ImageSize(1024, 1024),
          new ImageSize(1536, 1024),
          new ImageSize(1024, 1536),
          new ImageSize(2048, 1152));

  /** Where a campaign may be bound by contract; both work by jobs. */
  private static final Set<String> BOUND = Set.of("fal", "wavespeed");

  private static final int REPEATS_PERCENT = 17;
  private static final int LOOK_BACK = 60;

  private final SplittableRandom lot;
  private final List<DemoPrompts.Prompt> prompts;
  private final List<ImageSize> sizes;
  private final List<InputImage> references = DemoReferences.draw();

  private DemoTraffic(long seed, List<DemoPrompts.Prompt> prompts, List<ImageSize> sizes) {
    this.lot = new SplittableRandom(seed);
    this.prompts = shuffled(prompts);
    this.sizes = sizes;
  }

  /** So many requests, in the order in which they come. */
  static List<ImageRequest> of(
      List<DemoPrompts.Prompt> prompts, List<ImageSize> sizes, int count, long seed) {
    return new DemoTraffic(seed, prompts, sizes).requests(count);
  }

  private List<ImageRequest> requests(int count) {
    List<ImageRequest> requests = new ArrayList<>(count);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0 && percent(REPEATS_PERCENT)) {
        int back = 1 + lot.nextInt(Math.min(i, LOOK_BACK));
        requests.add(requests.get(i - back));
      } else {
        requests.add(request(prompts.get(fresh++ % prompts.size()).text()));
      }
    }
    return requests;
  }

  private ImageRequest request(String prompt) {
    boolean growth = percent(55);
    ImageRequest.Builder request =
        ImageRequest.builder(prompt)
            .size(size())
            .charge(
                List.of(
                    COMPANY,
                    growth ? GROWTH : STUDIO,
                    CAMPAIGNS.get(lot.nextInt(CAMPAIGNS.size()))));
    if (percent(6)) {
      request.model("gpt-image-2").quality(percent(50) ? Quality.LOW : Quality.MEDIUM);
    } else {
      Tier tier = tier(growth);
      request.tier(tier);
      if (percent(12)) {
        request.maxCost(THRIFTY.get(tier));
      }
    }
    if (percent(10)) {
      request.objective(percent(50) ? Objective.FASTEST : Objective.BALANCED);
    }
    if (percent(7)) {
      request.n(growth && percent(40) ? 4 : 2);
    }
    if (percent(8)) {
      int first = lot.nextInt(references.size());
      request.inputImages(
          percent(50)
              ? references.subList(first, references.size())
              : List.of(references.get(first)));
    }
    if (percent(10)) {
      request.providers(BOUND);
    }
    return request.build();
  }

  /** The growth team tries things out, the studio delivers. */
  private Tier tier(boolean growth) {
    int dice = lot.nextInt(100);
    int drafts = growth ? 50 : 25;
    int finals = growth ? 8 : 25;
    return dice < drafts ? Tier.DRAFT : dice < 100 - finals ? Tier.STANDARD : Tier.FINAL;
  }

  private ImageSize size() {
    int i = 0;
    while (i < sizes.size() - 1 && percent(50)) {
      i++;
    }
    return sizes.get(i);
  }

  private boolean percent(int chance) {
    return lot.nextInt(100) < chance;
  }

  private List<DemoPrompts.Prompt> shuffled(List<DemoPrompts.Prompt> all) {
    List<DemoPrompts.Prompt> copy = new ArrayList<>(all);
    for (int i = copy.size() - 1; i > 0; i--) {
      int other = lot.nextInt(i + 1);
      copy.set(i, copy.set(other, copy.get(i)));
    }
    return copy;
  }
}
