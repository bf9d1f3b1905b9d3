package dev.halftone.fleet;

import dev.halftone.cost.Usd;

/** What one strategy came to over one workload, or over several added together. */
final class Result {
  int requests;
  int served;
  int shortOfImages;
  int promptRefused;
  int outOfBudget;
  int failed;
  int deadlines;
  int deadlinesMet;
  long images;
  long ledgerSteps;
  long throttled;
  long longestPushNanos;
  Usd billed = Usd.ZERO;
  Usd suspended = Usd.ZERO;

  /** What the clairvoyant would have paid for the same images. */
  Usd least = Usd.ZERO;

  private final Latencies latencies = new Latencies();

  void served(Job job, int delivered, Usd leastPerImage, long latencyNanos) {
    served++;
    images += delivered;
    shortOfImages += delivered < job.request().n() ? 1 : 0;
    least = least.plus(leastPerImage.times(delivered));
    latencies.add(latencyNanos);
  }

  void add(Result other) {
    requests += other.requests;
    served += other.served;
    shortOfImages += other.shortOfImages;
    promptRefused += other.promptRefused;
    outOfBudget += other.outOfBudget;
    failed += other.failed;
    deadlines += other.deadlines;
    deadlinesMet += other.deadlinesMet;
    images += other.images;
    ledgerSteps += other.ledgerSteps;
    throttled += other.throttled;
    longestPushNanos = Math.max(longestPushNanos, other.longestPushNanos);
    billed = billed.plus(other.billed);
    suspended = suspended.plus(other.suspended);
    least = least.plus(other.least);
    latencies.addAll(other.latencies);
  }

  /** Billed for each request served, lost and failed calls included, in nano-dollars. */
  long perSuccessNanos() {
    return billed.nanos() / Math.max(1, served);
  }

  /** How much more was billed than the clairvoyant would have paid, in percent. */
  double aboveLeastPercent() {
    return 100.0 * (billed.nanos() - least.nanos()) / Math.max(1, least.nanos());
  }

  double deadlinesMetPercent() {
    return 100.0 * deadlinesMet / Math.max(1, deadlines);
  }

  double failedPercent() {
    return 100.0 * failed / Math.max(1, requests);
  }

  double latencySeconds(double quantile) {
    return (double) latencies.quantile(quantile) / VirtualTime.SECOND;
  }
}
