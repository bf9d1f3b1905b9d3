package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a fault makes of a call that submits a job, and of the job. A job lives without its call, so
 * a fault that would lose an answer loses the one to the submission, and to a direct call its only
 * one, while the job goes on. Pure.
 *
 * @param reply what the client gets instead of the provider's answer to the submission
 * @param outcome what becomes of the job
 */
record JobFate(Reply reply, Outcome outcome) {

  /** How the call that submits a job is answered. */
  enum Reply {
    SENT,
    TOO_MANY,
    TOO_MANY_WITH_DATE,
    NO_FUNDS,
    BLOCKED,
    BAD_GATEWAY,
    GATEWAY_TIMEOUT,
    CUT,
    CUT_IN_HEAD,
    CUT_IN_BODY,
    CUT_BEFORE_LAST_BYTE,
    HUNG
  }

  /** How a job ends; only the last three cost nothing. */
  enum Outcome {
    PICTURES,
    NO_PICTURES,
    PAGES,
    TRUNCATED,
    SCRATCHED,
    REFUSED_AND_BILLED,
    REFUSED,
    FAILED,
    NO_JOB
  }

  static final JobFate FINE = new JobFate(Reply.SENT, Outcome.PICTURES);

  static JobFate of(Fate fate) {
    Fault fault = fate.fault();
    if (fault == null) {
      return FINE;
    }
    return switch (fault) {
      case OVERLOAD, RATE_LIMIT_IN_TEXT -> turnedAway(Reply.TOO_MANY);
      case RATE_LIMIT_WITH_DATE -> turnedAway(Reply.TOO_MANY_WITH_DATE);
      case QUOTA_EXHAUSTED -> turnedAway(Reply.NO_FUNDS);
      case BLOCKED -> turnedAway(Reply.BLOCKED);
      case BAD_GATEWAY -> turnedAway(Reply.BAD_GATEWAY);
      case GATEWAY_TIMEOUT -> turnedAway(Reply.GATEWAY_TIMEOUT);
      case CUT_BEFORE_READ, CUT_BEFORE_WORK -> turnedAway(Reply.CUT);
      case HANG_BEFORE_WORK -> turnedAway(Reply.HUNG);
      case BAD_GATEWAY_AFTER_WORK -> worked(Reply.BAD_GATEWAY);
      case GATEWAY_TIMEOUT_AFTER_WORK -> worked(Reply.GATEWAY_TIMEOUT);
      case CUT_AFTER_WORK -> worked(fate.midBody() ? Reply.CUT_IN_BODY : Reply.CUT);
      case CUT_IN_HEAD -> worked(Reply.CUT_IN_HEAD);
      case CUT_BEFORE_LAST_BYTE -> worked(Reply.CUT_BEFORE_LAST_BYTE);
      case HANG_AFTER_WORK -> worked(Reply.HUNG);
      case SERVER_ERROR, ERROR_IN_OK -> ended(Outcome.FAILED);
      case REFUSAL -> ended(Outcome.REFUSED);
      case REFUSED_AFTER_WORK -> ended(Outcome.REFUSED_AND_BILLED);
      case NO_IMAGES -> ended(Outcome.NO_PICTURES);
      case WRONG_FORMAT -> ended(Outcome.PAGES);
      case TRUNCATED_BASE64 -> ended(Outcome.TRUNCATED);
      case INVALID_BASE64 -> ended(Outcome.SCRATCHED);
      case SLOW_BODY -> FINE;
    };
  }

  private static JobFate turnedAway(Reply reply) {
    return new JobFate(reply, Outcome.NO_JOB);
  }

  private static JobFate worked(Reply reply) {
    return new JobFate(reply, Outcome.PICTURES);
  }

  private static JobFate ended(Outcome outcome) {
    return new JobFate(Reply.SENT, outcome);
  }

  boolean isAccepted() {
    return outcome != Outcome.NO_JOB;
  }

  /** Whether the files are to be fetched and no pictures; only inline ones can be bad base64. */
  boolean makesPages(boolean inline) {
    return switch (outcome) {
      case PAGES -> true;
      case TRUNCATED, SCRATCHED -> !inline;
      default -> false;
    };
  }

  /** Whether any file is made. */
  boolean makesFiles() {
    return outcome != Outcome.NO_PICTURES && outcome != Outcome.REFUSED_AND_BILLED;
  }

  /** A file as it stands in an inline answer. */
  String base64(byte[] file) {
    return switch (outcome) {
      case TRUNCATED -> SpoiledAnswer.truncated(file);
      case SCRATCHED -> SpoiledAnswer.scratched(file);
      default -> Wire.base64(file);
    };
  }

  /** How the invoice says the call ended. */
  InvoiceLine.Ending ending() {
    return switch (reply) {
      case CUT, CUT_IN_HEAD, CUT_IN_BODY, CUT_BEFORE_LAST_BYTE ->
          isAccepted() ? InvoiceLine.Ending.CUT_AFTER_WORK : InvoiceLine.Ending.CUT_BEFORE_WORK;
      case HUNG -> InvoiceLine.Ending.HUNG;
      case BAD_GATEWAY, GATEWAY_TIMEOUT -> InvoiceLine.Ending.PROXY_FAILED;
      default -> outcomeEnding();
    };
  }

  /** The same, where the answer to the submission was not lost. */
  InvoiceLine.Ending outcomeEnding() {
    return switch (outcome) {
      case NO_PICTURES, PAGES, TRUNCATED, SCRATCHED -> InvoiceLine.Ending.SPOILED;
      default -> InvoiceLine.Ending.ANSWERED;
    };
  }

  /** The HTTP status sent, null where it is the provider's. */
  @Nullable Integer status() {
    return switch (reply) {
      case CUT, CUT_IN_HEAD, HUNG -> 0;
      case CUT_IN_BODY, CUT_BEFORE_LAST_BYTE -> 200;
      case BAD_GATEWAY -> 502;
      case GATEWAY_TIMEOUT -> 504;
      default -> null;
    };
  }
}
