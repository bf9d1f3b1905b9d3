package dev.halftone.provider;

import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** How one provider that makes images as jobs words requests and answers. Pure. */
interface JobWire {
  /** Why a call cannot be sent at all, or null. */
  @Nullable String problem(ProviderCall call);

  /** The request that starts a job, and with it the bill. */
  HttpCall submit(ProviderCall call);

  /** Asks for the state of a job; costs nothing. */
  HttpCall poll(Job job);

  /** Asks for the result of a job that has ended; costs nothing. */
  HttpCall result(Job job);

  /** Asks to stop a job, or null where that is not possible. */
  @Nullable HttpCall cancel(Job job);

  /** Whether the answer to a cancellation says that it came too late. */
  boolean hasEnded(HttpAnswer<ImageBody> cancelled);

  /** What reads any of the answers. */
  AnswerReader<ImageBody> reader(Limits limits);

  /** The envelope of an error, if the answer has one. */
  ErrorBody error(HttpAnswer<ImageBody> answer);

  /** Reads the answer to a submission, with a status of 200 to 299 and no error envelope. */
  JobState submitted(ProviderCall call, HttpAnswer<ImageBody> answer);

  /** Reads the state of a job, in the same case. */
  JobState polled(Job job, HttpAnswer<ImageBody> answer);

  /** Reads the result of a job, in the same case. */
  JobState fetched(HttpAnswer<ImageBody> answer);

  /** The billing units that the answer says were charged, or null. */
  @Nullable BillableUnits units(MultiMap headers);
}
