package dev.halftone.fleet;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A plain router around a {@link Choice}: what everybody writes, written well. It has what
 * Halftone's has besides choosing: three attempts within the same time, retries only where they are
 * charge-safe, holds on every budget, rests, fifteen seconds of patience when all rest; and no
 * retry budget, which only helps it. It knows nothing of limits before it is refused.
 */
final class Baseline implements Strategy {
  static final int ATTEMPTS = 3;
  static final long TIMEOUT = 180 * VirtualTime.SECOND;

  private static final long PATIENCE = 15 * VirtualTime.SECOND;

  private final World world;
  private final Choice choice;
  private final Resting resting;
  private final BaselineCalls calls;

  Baseline(World world, Choice choice) {
    this.world = world;
    this.choice = choice;
    resting = new Resting(world.providers().size());
    calls = new BaselineCalls(world, choice, resting);
  }

  @Override
  public Future<Outcome> serve(Job job) {
    return new Serving(job).next();
  }

  /** One request on its way. */
  private final class Serving {
    final Job job;
    final long deadlineNanos;
    final Set<Integer> tried = new HashSet<>();
    int missing;
    int attempts;
    long patience = PATIENCE;

    Serving(Job job) {
      this.job = job;
      missing = job.request().n();
      deadlineNanos =
          world.time().nanos() + (job.deadlineNanos() > 0 ? job.deadlineNanos() : TIMEOUT);
    }

    Future<Outcome> next() {
      long now = world.time().nanos();
      long left = deadlineNanos - now;
      if (left <= 0 || attempts == ATTEMPTS) {
        return ended(Outcome.End.FAILED);
      }
      List<Integer> open = open(now);
      if (open.isEmpty()) {
        long wait = soonest(now);
        if (wait > Math.min(patience, left)) {
          return ended(Outcome.End.FAILED);
        }
        patience -= wait;
        return calls.sleep(wait).compose(awake -> next());
      }
      attempts++;
      int provider = choice.among(open);
      tried.add(provider);
      return calls.round(job, provider, attempts, missing, left).compose(this::again);
    }

    private Future<Outcome> again(BaselineCalls.Round round) {
      missing -= round.images();
      if (missing == 0) {
        return ended(Outcome.End.SERVED);
      }
      return round.stop() == null ? next() : ended(round.stop());
    }

    /** With what was bought, it is served, if not in full. */
    private Future<Outcome> ended(Outcome.End end) {
      int images = job.request().n() - missing;
      return Future.succeededFuture(new Outcome(images > 0 ? Outcome.End.SERVED : end, images));
    }

    /** Those that do not rest; those that failed it before only if no other is left. */
    private List<Integer> open(long now) {
      List<Integer> fresh = new ArrayList<>();
      List<Integer> again = new ArrayList<>();
      for (int i = 0; i < world.providers().size(); i++) {
        if (resting.waitNanos(i, now) == 0) {
          (tried.contains(i) ? again : fresh).add(i);
        }
      }
      return fresh.isEmpty() ? again : fresh;
    }

    private long soonest(long now) {
      long soonest = Long.MAX_VALUE;
      for (int i = 0; i < world.providers().size(); i++) {
        soonest = Math.min(soonest, resting.waitNanos(i, now));
      }
      return soonest;
    }
  }
}
