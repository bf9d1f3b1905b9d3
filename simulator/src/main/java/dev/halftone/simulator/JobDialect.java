package dev.halftone.simulator;

import io.vertx.core.http.HttpServerResponse;

/** How one provider that works by jobs says no. Decides nothing about time, chance or limits. */
interface JobDialect {

  SimulatedProvider provider();

  /** The id of the {@code number}th job, unique within a simulator. */
  String jobId(long number);

  /** More than the provider takes now, by its limits or by fate. */
  JobFailure overloaded();

  /** The key is not accepted. */
  JobFailure keyRefused();

  /** Money is used up. */
  JobFailure quotaExhausted();

  /** The account is shut off. */
  JobFailure blocked();

  /** The provider is down. */
  JobFailure unavailable();

  /** Moderation refused the prompt. */
  JobFailure refused(JobOrder order);

  /** Whether work that was done and then refused is charged. */
  boolean billsRefusedWork();

  /** The work failed and it was nobody's fault. */
  JobFailure broken(JobOrder order);

  /** Answers a call that leads to no job. */
  void refuse(HttpServerResponse response, String jobId, JobFailure failure);
}
