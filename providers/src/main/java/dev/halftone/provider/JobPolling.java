package dev.halftone.provider;

import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows one job from its submission to its result. The submission is sent once; whatever only
 * asks about the job is sent again until the deadline, because it costs nothing. At any time it has
 * one exchange or one pause under way, never both, so nothing is left behind when it ends.
 */
final class JobPolling {
  /** Kept back from the time of a call: to cancel a late job, or to fetch it after all. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration ONE_QUESTION = Duration.ofSeconds(20);

  /** Answers in a row that cannot be understood, after which the job is given up. */
  private static final int ODD_ANSWERS = 5;

  private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

  /** They tell that the result is kept from us, and nothing about the job. */
  private static final Set<Integer> ABOUT_THE_DOOR = Set.of(401, 403, 404, 405, 410);

  private static final String CLOSED = "the provider was closed while it was under way";

  private final JobWire wire;
  private final JobTalk talk;
  private final Deadline deadline;
  private final Deadline patience;
  private int asked;
  private int odd;

  JobPolling(JobWire wire, JobTalk talk, Deadline deadline) {
    this.wire = wire;
    this.talk = talk;
    this.deadline = deadline;
    Duration eighth = deadline.left().dividedBy(8);
    patience = deadline.earlier(eighth.compareTo(GRACE) < 0 ? eighth : GRACE);
  }

  /** Sends the submission and follows what comes of it. */
  Future<JobResult> start(ProviderCall call, HttpCall submit) {
    return talk.submit(submit, deadline.left()).compose(answer -> submitted(call, answer));
  }

  private Future<JobResult> submitted(ProviderCall call, HttpAnswer<ImageBody> answer) {
    ErrorBody error = wire.error(answer);
    if (error.own() || !isSuccess(answer)) {
      return Future.failedFuture(talk.failure(answer, error));
    }
    JobState state = wire.submitted(call, answer);
    if (state instanceof JobState.Pending pending) {
      return pause(pending.job(), null);
    }
    if (state instanceof JobState.Made made) {
      return Future.succeededFuture(new JobResult(answer, made, null));
    }
    if (state instanceof JobState.Failed failed) {
      return Future.failedFuture(talk.failure(answer, failed.error()));
    }
    String why = state instanceof JobState.Odd odd ? odd.why() : "it ended before it began";
    return Future.failedFuture(talk.unusable(answer, why));
  }

  private Future<JobResult> pause(Job job, @Nullable Duration retryAfter) {
    Duration pause = PollCadence.next(asked++, retryAfter);
    Duration left = patience.left();
    if (left.isZero()) {
      return late(job);
    }
    return talk.pause(pause.compareTo(left) < 0 ? pause : left)
        .recover(closed -> Future.failedFuture(talk.givenUp(job, Kind.CUT, CLOSED)))
        .compose(over -> patience.isOver() ? late(job) : poll(job));
  }

  private Future<JobResult> poll(Job job) {
    return ask(wire.poll(job))
        .transform((answer, cause) -> cause == null ? polled(job, answer) : pause(job, null));
  }

  private Future<JobResult> polled(Job job, HttpAnswer<ImageBody> answer) {
    ErrorBody error = wire.error(answer);
    if (isPassing(answer) || answer.status() >= 500) {
      return pause(job, talk.comeBackIn(answer));
    }
    if (error.own() || !isSuccess(answer)) {
      return again(job, "HTTP %d when asked for its state".formatted(answer.status()));
    }
    JobState state = wire.polled(job, answer);
    if (state instanceof JobState.Odd strange) {
      return again(job, strange.why());
    }
    odd = 0;
    if (state instanceof JobState.Ended ended) {
      ErrorBody known = ended.error();
      // What is ready should not wait for the pace of what was not.
      asked = 0;
      return fetch(job, known == null ? null : talk.failure(answer, known));
    }
    if (state instanceof JobState.Made made) {
      return Future.succeededFuture(new JobResult(answer, made, job));
    }
    if (state instanceof JobState.Failed failed) {
      return Future.failedFuture(talk.failure(answer, failed.error()));
    }
    return pause(job, talk.comeBackIn(answer));
  }

  private Future<JobResult> again(Job job, String why) {
    return ++odd < ODD_ANSWERS
        ? pause(job, null)
        : Future.failedFuture(talk.givenUp(job, Kind.BAD_ANSWER, why));
  }

  /**
   * Fetches the result of a job that has ended, again and again until the last moment.
   *
   * @param known what its state says went wrong, or null
   */
  private Future<JobResult> fetch(Job job, @Nullable ProviderFailure known) {
    return ask(wire.result(job))
        .transform(
            (answer, cause) -> {
              boolean again =
                  cause != null
                      || isPassing(answer)
                      || (answer.status() >= 500 && !wire.error(answer).own());
              return again ? refetch(job, known) : fetched(job, answer, known);
            });
  }

  private Future<JobResult> refetch(Job job, @Nullable ProviderFailure known) {
    Duration pause = PollCadence.next(asked++, null);
    if (pause.compareTo(deadline.left()) < 0) {
      return talk.pause(pause)
          .recover(closed -> Future.failedFuture(talk.givenUp(job, Kind.CUT, CLOSED)))
          .compose(over -> fetch(job, known));
    }
    return Future.failedFuture(
        known == null
            ? talk.givenUp(job, Kind.TIMED_OUT, "it ended, and its result cannot be fetched")
            : known);
  }

  private Future<JobResult> fetched(
      Job job, HttpAnswer<ImageBody> answer, @Nullable ProviderFailure known) {
    ErrorBody error = wire.error(answer);
    int status = answer.status();
    if (error.own() && (isSuccess(answer) || (status >= 400 && !ABOUT_THE_DOOR.contains(status)))) {
      return Future.failedFuture(talk.failure(answer, error));
    }
    JobState state = isSuccess(answer) ? wire.fetched(answer) : null;
    if (state instanceof JobState.Made made) {
      return Future.succeededFuture(new JobResult(answer, made, job));
    }
    if (known != null) {
      return Future.failedFuture(talk.withBill(known, answer));
    }
    String why = state instanceof JobState.Odd strange ? strange.why() : "its result is none";
    return Future.failedFuture(
        state == null
            ? talk.givenUp(job, Kind.BAD_ANSWER, "HTTP %d for its result".formatted(status))
            : talk.unusable(answer, why));
  }

  /** The time is up: tries to stop the job, or to fetch it if it has ended by now. */
  private Future<JobResult> late(Job job) {
    ProviderFailure failure =
        talk.givenUp(job, Kind.TIMED_OUT, "it was sent and has not ended in time");
    HttpCall cancel = wire.cancel(job);
    Duration left = deadline.left();
    if (cancel == null || left.isZero()) {
      return Future.failedFuture(failure);
    }
    return talk.ask(cancel, left)
        .compose(answer -> wire.hasEnded(answer) ? fetch(job, null) : Future.failedFuture(failure))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof ProviderFailure told && told.billed() != Billed.UNKNOWN
                        ? told
                        : failure));
  }

  private Future<HttpAnswer<ImageBody>> ask(HttpCall question) {
    Duration left = deadline.left();
    return talk.ask(question, left.compareTo(ONE_QUESTION) < 0 ? left : ONE_QUESTION);
  }

  /** Whether the answer is about the question and not about the job. */
  private static boolean isPassing(HttpAnswer<ImageBody> answer) {
    return PASSING.contains(answer.status());
  }

  private static boolean isSuccess(HttpAnswer<ImageBody> answer) {
    return answer.status() >= 200 && answer.status() <= 299;
  }
}
