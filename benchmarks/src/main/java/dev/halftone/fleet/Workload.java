package dev.halftone.fleet;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quality;
import dev.halftone.cost.TextTokens;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Tier;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of a run, the same for every strategy: {@value #PER_MINUTE} a minute on average,
 * more by day than by night, with bursts. Sizes, qualities, counts and deadlines are mixed; each is
 * charged to the organisation and to a team, and one in twenty to a run whose budget is too small.
 */
final class Workload {
  static final int PER_MINUTE = 40;

  private static final int DAY_MINUTES = 1_440;
  private static final long BURSTS = 31;
  private static final long ARRIVALS = 32;
  private static final long MIX = 33;
  private static final Usd NIGHTLY_PER_REQUEST = Usd.parse("0.0015");
  private static final Usd AMPLE = Usd.parse("1000000");
  private static final List<ImageSize> SIZES =
      List.of(
          new ImageSize(1024, 1024),
          new ImageSize(1536, 1024),
          new ImageSize(1024, 1536),
          new ImageSize(2048, 2048));
  private static final List<Tier> TIERS = List.of(Tier.DRAFT, Tier.STANDARD, Tier.FINAL);
  private static final List<Quality> QUALITIES = List.of(Quality.LOW, Quality.MEDIUM, Quality.HIGH);
  private static final List<String> SUBJECTS =
      List.of(
          "a lighthouse in fog",
          "an isometric cutaway of a small bakery at dawn, flour in the air, soft light",
          "a poster for a jazz evening with the words LATE SET in brass letters",
          "a fox asleep in tall grass, watercolour on rough paper, muted greens and one red leaf");

  private final long seed;
  private final List<Job> jobs;

  private Workload(long seed, List<Job> jobs) {
    this.seed = seed;
    this.jobs = jobs;
  }

  static Workload of(long seed, int requests) {
    List<Job> jobs = new ArrayList<>(requests);
    double now = 0;
    int burstEnds = 0;
    double burst = 1;
    int rolled = -1;
    while (jobs.size() < requests) {
      int minute = (int) now;
      if (minute != rolled) {
        rolled = minute;
        if (minute >= burstEnds) {
          burst = 1;
          if (Chance.even(seed, BURSTS, minute) < 1.0 / 90) {
            burst = 2 + 2 * Chance.even(seed, BURSTS, minute, 1);
            burstEnds = minute + 2 + (int) (5 * Chance.even(seed, BURSTS, minute, 2));
          }
        }
      }
      double rate =
          PER_MINUTE * burst * 0.93 * (1 + 0.4 * Math.cos(2 * Math.PI * minute / DAY_MINUTES));
      now += -Math.log(1 - Chance.even(seed, ARRIVALS, jobs.size())) / rate;
      jobs.add(job(seed, jobs.size(), (long) (now * VirtualTime.MINUTE)));
    }
    return new Workload(seed, jobs);
  }

  private static Job job(long seed, int id, long arrivalNanos) {
    int level = pick(Chance.even(seed, MIX, id, 1), 0.35, 0.45);
    ImageSize size = SIZES.get(pick(Chance.even(seed, MIX, id, 2), 0.5, 0.2, 0.2));
    int n = new int[] {1, 2, 4}[pick(Chance.even(seed, MIX, id, 3), 0.75, 0.15)];
    String prompt = Job.prompt(id, SUBJECTS.get(id % SUBJECTS.size()));
    long deadline = deadline(seed, id, level, size, n);
    ImageRequest.Builder request =
        ImageRequest.builder(prompt).size(size).n(n).charge(charge(seed, id)).cached(false);
    if (Chance.even(seed, MIX, id, 4) < 0.5) {
      request.tier(TIERS.get(level));
    } else {
      request.quality(QUALITIES.get(level));
    }
    if (deadline > 0) {
      request.deadline(Duration.ofNanos(deadline));
    }
    ImageSpec spec =
        ImageSpec.builder()
            .size(size)
            .quality(QUALITIES.get(level))
            .n(n)
            .prompt(TextTokens.count(prompt), prompt.length())
            .build();
    return new Job(id, arrivalNanos, request.build(), spec, deadline);
  }

  /** A third has one: from tight for a usual provider to easy for any. */
  private static long deadline(long seed, int id, int level, ImageSize size, int n) {
    if (Chance.even(seed, MIX, id, 5) >= 1.0 / 3) {
      return 0;
    }
    double usual = new double[] {4, 9, 27}[level] * (size.width() == 2048 ? 1.8 : 1);
    double ease = 1.6 + 3.4 * Chance.even(seed, MIX, id, 6);
    return (long) ((usual * (1 + 0.15 * (n - 1)) * ease + 2) * VirtualTime.SECOND);
  }

  private static int pick(double dice, double... shares) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      if (dice < sum) {
        return i;
      }
    }
    return shares.length;
  }

  private static List<Scope> charge(long seed, int id) {
    List<Scope> scopes = new ArrayList<>(3);
    scopes.add(new Scope("org", "acme"));
    scopes.add(new Scope("team", id % 3 == 0 ? "growth" : "retail"));
    if (Chance.even(seed, MIX, id, 7) < 0.05) {
      scopes.add(new Scope("run", "nightly"));
    }
    return scopes;
  }

  /** The budgets charged: ample ones, in all three windows, and one that runs out half way. */
  List<Budget> budgets() {
    return List.of(
        new Budget(new Scope("org", "acme"), AMPLE, new Window.Total()),
        new Budget(
            new Scope("team", "growth"),
            AMPLE,
            new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC)),
        new Budget(new Scope("team", "retail"), AMPLE, new Window.Rolling(Duration.ofHours(1))),
        new Budget(
            new Scope("run", "nightly"),
            NIGHTLY_PER_REQUEST.times(jobs.size()),
            new Window.Total()));
  }

  long seed() {
    return seed;
  }

  List<Job> jobs() {
    return jobs;
  }

  /** Minutes that anything may still happen in. */
  int minutes() {
    return (int) (jobs.get(jobs.size() - 1).arrivalNanos() / VirtualTime.MINUTE) + 30;
  }
}
