package dev.halftone.provider;

import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the exchanges about one job have in common: how they are sent, and how a failure is told.
 *
 * @param wire how the provider words them
 * @param submissions sends what costs money
 * @param questions sends what costs nothing, on connections of its own so that jobs under way are
 *     not kept waiting by new ones
 * @param pauses waits between questions
 * @param failures what errors mean
 * @param redaction what of an answer may be repeated
 * @param limits of one answer
 * @param clock tells the time, for {@code Retry-After} dates
 */
record JobTalk(
    JobWire wire,
    HttpCalls submissions,
    HttpCalls questions,
    Pauses pauses,
    Failures failures,
    Redaction redaction,
    Limits limits,
    InstantSource clock) {

  /** Sends what starts a job; never more than once. */
  Future<HttpAnswer<ImageBody>> submit(HttpCall call, Duration time) {
    return submissions.send(call, wire.reader(limits), time);
  }

  /** Sends a question about a job. */
  Future<HttpAnswer<ImageBody>> ask(HttpCall call, Duration time) {
    return questions.send(call, wire.reader(limits), time);
  }

  Future<Void> pause(Duration time) {
    return pauses.pause(time);
  }

  /** How long the answer asks to wait, or null. */
  @Nullable Duration comeBackIn(HttpAnswer<ImageBody> answer) {
    return RateLimitHeaders.comeBackIn(answer.headers(), "", clock.instant());
  }

  /** The failure that an error stands for. */
  ProviderFailure failure(HttpAnswer<ImageBody> answer, ErrorBody error) {
    return withBill(failures.of(answer, error, redaction, clock.instant(), billed(answer)), answer);
  }

  /** The failure of an answer that should hold images and holds none. */
  ProviderFailure unusable(HttpAnswer<ImageBody> answer, String why) {
    return withBill(failures.unusable(answer, redaction, why), answer);
  }

  /** The failure of a job whose end is not known. */
  ProviderFailure givenUp(Job job, Kind kind, String why) {
    String id = redaction.token(job.id());
    String shown = id == null ? "" : " " + id;
    return ProviderFailure.of(kind)
        .billed(Billed.UNKNOWN)
        .retry(Retry.UNSAFE)
        .requestId(id)
        .build("%s: %s: job%s: %s".formatted(failures.provider(), kind, shown, why));
  }

  /** The failure of a job that made images of which none arrived. */
  ProviderFailure lost(JobResult result, Throwable cause) {
    return withBill(
        ProviderFailure.of(Kind.BAD_ANSWER)
            .billed(Billed.YES)
            .status(result.answer().status())
            .requestId(requestId(result))
            .build(Downloads.lost(failures.provider(), cause)),
        result.answer());
  }

  @Nullable String requestId(JobResult result) {
    Job job = result.job();
    String id = job == null ? null : redaction.token(job.id());
    return id == null ? failures.requestId(result.answer(), redaction) : id;
  }

  /** The failure with what the answer itself says about its bill, which beats all else. */
  ProviderFailure withBill(ProviderFailure failure, HttpAnswer<ImageBody> answer) {
    BillableUnits units = wire.units(answer.headers());
    Billed billed = billed(answer);
    return billed == null
        ? failure
        : ToldBill.of(failure, billed).billedUnits(units).build(failure.getMessage());
  }

  private @Nullable Billed billed(HttpAnswer<ImageBody> answer) {
    BillableUnits units = wire.units(answer.headers());
    if (units == null) {
      return null;
    }
    return units.value().signum() == 0 ? Billed.NO : Billed.YES;
  }
}
