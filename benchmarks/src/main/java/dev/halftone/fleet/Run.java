package dev.halftone.fleet;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One strategy over one workload, from the first request to the last event. */
final class Run {
  private final Scene scene;
  private final Contender contender;
  private final VirtualTime time = new VirtualTime();
  private final Bills bills = new Bills();
  private final CheckedLedger ledger;
  private final List<ModelProvider> providers = new ArrayList<>();
  private final Result result = new Result();
  private @Nullable RuntimeException defect;
  private int ended;

  private Run(Scene scene, Contender contender, UnaryOperator<BudgetLedger> change) {
    this.scene = scene;
    this.contender = contender;
    ledger =
        new CheckedLedger(change.apply(InMemoryLedger.create(scene.workload().budgets(), time)));
    for (int i = 0; i < Profile.FLEET.size(); i++) {
      providers.add(
          new ModelProvider(
              Profile.FLEET.get(i), scene.natures().get(i), time, scene.prices(), bills));
    }
  }

  /**
   * What all strategies of one seed share.
   *
   * @param leastPerImage what the clairvoyant pays for an image of each job, by its number; null
   *     where he gets none
   */
  record Scene(
      Workload workload,
      CostEstimator prices,
      List<Nature> natures,
      List<@Nullable Usd> leastPerImage) {
    static Scene of(long seed, int requests) {
      Workload workload = Workload.of(seed, requests);
      CostEstimator prices = Prices.estimator();
      List<Nature> natures =
          Profile.FLEET.stream()
              .map(profile -> new Nature(seed, profile, workload.minutes()))
              .toList();
      Clairvoyant clairvoyant = new Clairvoyant(prices, Profile.FLEET, natures);
      List<@Nullable Usd> least = new ArrayList<>();
      workload.jobs().forEach(job -> least.add(clairvoyant.leastPerImage(job)));
      return new Scene(workload, prices, natures, least);
    }
  }

  /**
   * Runs.
   *
   * @throws PromiseBroken if the promise about money does not hold; says how to repeat the run
   */
  static Result of(Scene scene, Contender contender) {
    return of(scene, contender, ledger -> ledger);
  }

  /** The same with a ledger that is changed, to see that what it does wrong is found. */
  static Result of(Scene scene, Contender contender, UnaryOperator<BudgetLedger> change) {
    return new Run(scene, contender, change).run();
  }

  private Result run() {
    Strategy strategy =
        contender.start(
            new World(time, providers, scene.prices(), ledger, scene.workload().seed()));
    arrive(strategy, scene.workload().jobs().iterator());
    time.run(() -> ledger.broken() != null || defect != null);
    if (ledger.broken() == null && defect == null) {
      ledger.checkEnd(bills);
    }
    if (defect == null && ledger.broken() == null && ended != scene.workload().jobs().size()) {
      defect = new IllegalStateException(ended + " requests ended, not all");
    }
    RuntimeException found = defect != null ? defect : ledger.broken();
    if (found != null) {
      throw broken(found);
    }
    sum();
    return result;
  }

  private PromiseBroken broken(RuntimeException found) {
    PromiseBroken broken =
        new PromiseBroken(
            "%s, seed %d, %s: %s%nreplay: benchmarks/simulate --requests %d --seeds %d --only %s"
                .formatted(
                    contender,
                    scene.workload().seed(),
                    time.instant(),
                    found.getMessage(),
                    scene.workload().jobs().size(),
                    scene.workload().seed(),
                    contender));
    broken.initCause(found);
    return broken;
  }

  private void arrive(Strategy strategy, Iterator<Job> jobs) {
    if (jobs.hasNext()) {
      Job job = jobs.next();
      time.schedule(
          job.arrivalNanos() - time.nanos(),
          () -> {
            arrive(strategy, jobs);
            long start = time.nanos();
            strategy
                .serve(job)
                .onSuccess(outcome -> ended(job, outcome, time.nanos() - start))
                .onFailure(e -> defect = new IllegalStateException("job " + job.id(), e));
          });
    }
  }

  private void ended(Job job, Outcome outcome, long latencyNanos) {
    ended++;
    result.requests++;
    switch (outcome.end()) {
      case SERVED -> served(job, outcome, latencyNanos);
      case PROMPT_REFUSED -> result.promptRefused++;
      case OUT_OF_BUDGET -> result.outOfBudget++;
      case FAILED -> {
        result.failed++;
        result.deadlines += job.deadlineNanos() > 0 ? 1 : 0;
      }
    }
  }

  private void served(Job job, Outcome outcome, long latencyNanos) {
    Usd least = scene.leastPerImage().get(job.id());
    if (least == null) {
      defect =
          new IllegalStateException(
              "job %d was served, and the clairvoyant could not".formatted(job.id()));
      return;
    }
    result.served(job, outcome.images(), least, latencyNanos);
    if (job.deadlineNanos() > 0) {
      result.deadlines++;
      boolean whole = outcome.images() == job.request().n();
      result.deadlinesMet += whole && latencyNanos <= job.deadlineNanos() ? 1 : 0;
    }
  }

  private void sum() {
    result.billed = bills.total();
    result.ledgerSteps = ledger.steps();
    for (Suspense suspense : ledger.suspended().result()) {
      result.suspended = result.suspended.plus(suspense.amount());
    }
    for (ModelProvider provider : providers) {
      result.throttled += provider.pressure().refusals();
      result.longestPushNanos =
          Math.max(result.longestPushNanos, provider.pressure().longestNanos());
    }
  }
}
