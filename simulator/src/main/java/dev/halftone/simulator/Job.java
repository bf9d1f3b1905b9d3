package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job that was accepted: what was asked, how far it is, what became of it. It belongs to the
 * provider and goes on without the client. On the server's context; not thread-safe.
 */
final class Job {

  /** How far a job is. */
  enum State {
    QUEUED,
    RUNNING,
    ENDED
  }

  private final JobCall call;
  private final String endpoint;
  private final @Nullable JobOrder order;
  private final JobFate fate;
  private final long nanos;
  private final Instant created;
  private State state = State.QUEUED;
  private boolean awaited;
  private boolean postponed;
  private long startNanos;
  private long workNanos;
  private Bill bill = Bill.NOTHING;
  private List<String> files = List.of();
  private @Nullable JobFailure failure;
  private @Nullable Runnable watcher;

  /**
   * @param endpoint id of the model that was called
   * @param order null when the order was illegal and the job only lives to say so
   * @param nanos simulated nanoseconds of work
   * @param awaited whether the client waits for the end on the connection of the call
   */
  Job(
      JobCall call,
      String endpoint,
      @Nullable JobOrder order,
      JobFate fate,
      long nanos,
      boolean awaited,
      Instant created) {
    this.created = created;
    this.call = call;
    this.endpoint = endpoint;
    this.order = order;
    this.fate = fate;
    this.nanos = nanos;
    this.awaited = awaited;
  }

  String id() {
    return call.jobId();
  }

  JobCall call() {
    return call;
  }

  String endpoint() {
    return endpoint;
  }

  JobOrder order() {
    return Objects.requireNonNull(order);
  }

  JobFate fate() {
    return fate;
  }

  /** Simulated nanoseconds the work will take. */
  long nanos() {
    return nanos;
  }

  Instant created() {
    return created;
  }

  State state() {
    return state;
  }

  Bill bill() {
    return bill;
  }

  /** Paths of the finished files. */
  List<String> files() {
    return files;
  }

  @Nullable JobFailure failure() {
    return failure;
  }

  /** Simulated nanoseconds of work, 0 before the end and for a job that never began. */
  long workNanos() {
    return workNanos;
  }

  /** Whether the client waits for the end on the connection of the call. */
  boolean isAwaited() {
    return awaited;
  }

  boolean isAwaitedInVain() {
    return awaited && call.clientIsGone();
  }

  /** The client was told to come back later. */
  void postpone() {
    awaited = false;
    postponed = true;
  }

  /** Runs {@code action} at the end, at once when that has been. */
  void whenEnded(Runnable action) {
    if (state == State.ENDED) {
      action.run();
    } else {
      watcher = action;
    }
  }

  void start(long nowNanos) {
    state = State.RUNNING;
    startNanos = nowNanos;
  }

  /** Ends the job with its pictures and writes its invoice line before anyone can see the end. */
  void finish(List<String> paths, Bill charged, long nowNanos) {
    files = paths;
    bill = charged;
    workNanos = nowNanos - startNanos;
    Integer status = postponed ? null : fate.status();
    end(status == null ? 200 : status, postponed ? fate.outcomeEnding() : fate.ending());
  }

  /** Ends the job without pictures and charges it all the same. */
  void failWorked(JobFailure reason, Bill charged, long nowNanos) {
    bill = charged;
    workNanos = nowNanos - startNanos;
    fail(reason);
  }

  /** Ends the job without pictures; nothing more is charged. */
  void fail(JobFailure reason) {
    failure = reason;
    end(reason.status(), InvoiceLine.Ending.ANSWERED);
  }

  private void end(int status, InvoiceLine.Ending ending) {
    boolean gone = isAwaitedInVain();
    state = State.ENDED;
    call.write(order, bill, gone ? 0 : status, gone ? InvoiceLine.Ending.CLIENT_GONE : ending);
    if (watcher != null) {
      watcher.run();
    }
  }

  /** Answers the call that submitted this job as its fate says. */
  void answerCall(JsonNode body) {
    call.reply(fate.reply(), body);
  }
}
