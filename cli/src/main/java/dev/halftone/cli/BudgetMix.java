package dev.halftone.cli;

import dev.halftone.cli.JobCosts.Way;
import dev.halftone.cli.RouteTotals.Choice;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The mix of routes that a budget pays for, by the most that each job can cost, because that is
 * what a budget must hold. A declared greedy: every job starts at its best rung, and the step down
 * that saves most is taken, again and again, until all fits. Near the limit another choice of steps
 * may keep a few more jobs at their best; none can spend more than the budget.
 *
 * @param fits whether all jobs fit, if need be at their cheapest
 * @param mix the jobs that fit and where they go
 * @param moved jobs that do not go to the first choice of their best rung
 * @param steppedDown of these, the jobs that go to a lower rung
 * @param missing what the budget lacks for all jobs at their cheapest; zero if they fit
 */
record BudgetMix(boolean fits, RouteTotals mix, long moved, long steppedDown, Usd missing) {

  /** So many jobs alike, at one step of their way down. */
  private record Group(Way way, int step, long jobs, int order) {
    Choice now() {
      return way.steps().get(step);
    }

    boolean canStep() {
      return step + 1 < way.steps().size();
    }

    Usd saving() {
      return now().most().minus(way.steps().get(step + 1).most());
    }

    Group at(int otherStep, long ofJobs) {
      return new Group(way, otherStep, ofJobs, order);
    }
  }

  private static final class Builder {
    private final RouteTotals mix = new RouteTotals();
    private long moved;
    private long steppedDown;

    void put(Group group, long jobs) {
      mix.add(group.now(), group.way().images(), jobs);
      if (group.step() > 0) {
        moved += jobs;
      }
      if (group.now().rung() > group.way().best().rung()) {
        steppedDown += jobs;
      }
    }

    BudgetMix build(boolean fits, Usd missing) {
      return new BudgetMix(fits, mix, moved, steppedDown, missing);
    }
  }

  /**
   * Finds the mix.
   *
   * @param ways jobs alike, by how their cost can be lowered, and how many there are of each
   * @param limit the budget, not negative
   */
  static BudgetMix of(Map<Way, Long> ways, Usd limit) {
    List<Group> best = new ArrayList<>(ways.size());
    Usd cheapest = Usd.ZERO;
    for (Map.Entry<Way, Long> entry : ways.entrySet()) {
      best.add(new Group(entry.getKey(), 0, entry.getValue(), best.size()));
      cheapest = cheapest.plus(entry.getKey().cheapest().most().times(entry.getValue()));
    }
    return cheapest.isMoreThan(limit)
        ? cheapestFirst(best, limit, cheapest.minus(limit))
        : stepDown(best, limit);
  }

  private static BudgetMix stepDown(List<Group> best, Usd limit) {
    Usd total = Usd.ZERO;
    PriorityQueue<Group> open =
        new PriorityQueue<>(
            Comparator.comparing(Group::saving).reversed().thenComparingInt(Group::order));
    Builder built = new Builder();
    for (Group group : best) {
      total = total.plus(group.now().most().times(group.jobs()));
      if (group.canStep()) {
        open.add(group);
      } else {
        built.put(group, group.jobs());
      }
    }
    while (total.isMoreThan(limit)) {
      // Not empty: the cheapest of all ways fits.
      Group group = open.remove();
      Usd saving = group.saving();
      long needed = 1 + (total.minus(limit).nanos() - 1) / saving.nanos();
      long stepping = Math.min(group.jobs(), needed);
      total = total.minus(saving.times(stepping));
      if (stepping < group.jobs()) {
        built.put(group, group.jobs() - stepping);
      }
      Group below = group.at(group.step() + 1, stepping);
      if (below.canStep()) {
        open.add(below);
      } else {
        built.put(below, stepping);
      }
    }
    open.forEach(group -> built.put(group, group.jobs()));
    return built.build(true, Usd.ZERO);
  }

  private static BudgetMix cheapestFirst(List<Group> best, Usd limit, Usd missing) {
    List<Group> cheapest = new ArrayList<>();
    best.forEach(group -> cheapest.add(group.at(group.way().steps().size() - 1, group.jobs())));
    cheapest.sort(Comparator.comparing((Group group) -> group.now().most()));
    Builder built = new Builder();
    long left = limit.nanos();
    for (Group group : cheapest) {
      long price = group.now().most().nanos();
      long fitting = price == 0 ? group.jobs() : Math.min(group.jobs(), left / price);
      if (fitting == 0) {
        break;
      }
      left -= fitting * price;
      built.put(group, fitting);
    }
    return built.build(false, missing);
  }
}
