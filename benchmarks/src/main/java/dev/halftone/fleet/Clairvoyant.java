package dev.halftone.fleet;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least that anybody could pay for a request who knows every latency and failure beforehand:
 * the price at the cheapest provider where some call of it, sent in some minute of the time it has,
 * would be answered in time.
 *
 * <p>A lower bound for every strategy, and no strategy itself: it takes the limits of providers to
 * be without end, the better of two days' prices, and the luckiest of all calls it could make.
 */
final class Clairvoyant {
  private final CostEstimator prices;
  private final List<Profile> profiles;
  private final List<Nature> natures;

  Clairvoyant(CostEstimator prices, List<Profile> profiles, List<Nature> natures) {
    this.prices = prices;
    this.profiles = profiles;
    this.natures = natures;
  }

  /** The least price of one image of a job; null if no provider would bring it in time. */
  @Nullable Usd leastPerImage(Job job) {
    Usd least = null;
    for (int i = 0; i < profiles.size(); i++) {
      Usd price = perImage(profiles.get(i), job);
      if ((least == null || least.isMoreThan(price)) && canServe(i, job)) {
        least = price;
      }
    }
    return least;
  }

  private static long timeOf(Job job) {
    return job.deadlineNanos() > 0 ? job.deadlineNanos() : Baseline.TIMEOUT;
  }

  private Usd perImage(Profile profile, Job job) {
    Usd first = perImage(profile, job, job.arrivalNanos());
    Usd last = perImage(profile, job, job.arrivalNanos() + timeOf(job));
    return first.min(last);
  }

  private Usd perImage(Profile profile, Job job, long nanos) {
    Quote quote =
        prices.quote(profile.name(), ModelProvider.MODEL, job.spec(), VirtualTime.day(nanos));
    return ModelProvider.perImage(quote);
  }

  private boolean canServe(int provider, Job job) {
    Nature nature = natures.get(provider);
    Profile profile = profiles.get(provider);
    Quote quote =
        prices.quote(
            profile.name(), ModelProvider.MODEL, job.spec(), VirtualTime.day(job.arrivalNanos()));
    int n = job.spec().n();
    // Images may be asked for one by one, and each three times.
    int calls = Baseline.ATTEMPTS * n;
    long tokens = quote.usage().imageOutput() / n;
    long end = job.arrivalNanos() + timeOf(job);
    for (long sent : moments(job.arrivalNanos(), end)) {
      for (int time = 0; time < calls; time++) {
        Fate fate = nature.fate(job.id(), time, tokens, 1, sent);
        if (fate.end() == Fate.End.ANSWERED && sent + fate.nanos() <= end) {
          return true;
        }
      }
    }
    return false;
  }

  /** Now, and each change of weather until it is too late. */
  private static List<Long> moments(long start, long end) {
    List<Long> moments = new ArrayList<>();
    for (long at = start; at < end; at = (at / VirtualTime.MINUTE + 1) * VirtualTime.MINUTE) {
      moments.add(at);
    }
    return moments;
  }
}
