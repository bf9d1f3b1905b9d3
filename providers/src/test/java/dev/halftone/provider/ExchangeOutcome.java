package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import org.jspecify.annotations.Nullable;

/**
 * How a call can fail with any provider, besides by a row of its table. {@link FailureContract}
 * brings each of them about; those with a test of their own name it.
 */
enum ExchangeOutcome {
  REFUSED_CONNECTION("the connection is refused", Kind.NEVER_SENT),
  FAILED_HANDSHAKE("the TLS handshake fails", Kind.NEVER_SENT),
  NO_PLACE("too many calls wait for a connection already", Kind.NEVER_SENT),
  NO_CONNECTION_IN_TIME("no connection in time", Kind.NEVER_SENT),
  NO_ANSWER("sent, and no answer in time", Kind.TIMED_OUT),
  HUNG("sent, and the answer stops coming", Kind.TIMED_OUT),
  RESET("sent, and the connection is reset", Kind.CUT),
  CUT_BEFORE_HEAD("sent, and the connection ends before the answer begins", Kind.CUT),
  CUT_IN_HEAD("the connection ends within the head of the answer", Kind.CUT),
  CUT_IN_BODY("the connection ends within the body", Kind.CUT),
  CUT_BEFORE_LAST_BYTE("the connection ends before the last byte", Kind.CUT),
  NOT_HTTP("the answer is not HTTP", Kind.BAD_ANSWER),
  PROXY_PAGE("500, 502, 503 or 504 without the provider's envelope", Kind.BAD_ANSWER),
  PAGE_AS_SUCCESS("200 with a page of HTML", Kind.BAD_ANSWER),
  EMPTY_BODY("200 with an empty body", Kind.BAD_ANSWER),
  CUT_JSON("200 with JSON that is cut short", Kind.BAD_ANSWER),
  TOO_DEEP("200 with an answer above a limit", Kind.BAD_ANSWER),
  ERROR_AS_SUCCESS("200 with an error in it", Kind.BAD_ANSWER),
  REFUSAL_AS_SUCCESS("200 with a refusal in it", Kind.PROMPT_REFUSED, null, Billed.UNKNOWN),
  NO_IMAGE(
      "200 with an empty list of images; billed where it tells what it billed", Kind.BAD_ANSWER),
  EMPTY_IMAGE("200 with an empty image; billed where it names an address", Kind.BAD_ANSWER),
  TRUNCATED_IMAGE(
      "200 with base64 that is cut short; billed where it names an address", Kind.BAD_ANSWER),
  INVALID_IMAGE("200 with what is not base64; billed where it names an address", Kind.BAD_ANSWER),
  WRONG_FORMAT(
      "200 with what is no png, jpeg or webp; billed where it names an address", Kind.BAD_ANSWER),
  REFUSED_IN_WORDS("400 whose text names safety violations", Kind.PROMPT_REFUSED),
  MADE_THEN_REFUSED(
      "a refusal that says the image was made first (not fal, WaveSpeedAI)",
      Kind.PROMPT_REFUSED,
      null,
      Billed.UNKNOWN),
  ALL_FILTERED(
      "200 with every image withheld by `content_filter_results` (not fal, WaveSpeedAI)",
      Kind.PROMPT_REFUSED,
      null,
      Billed.UNKNOWN),
  QUOTA_USED_UP("429 that asks to wait an hour or more", Kind.OUT_OF_MONEY),
  MORE_THAN_A_LIMIT(
      "429 whose text says that one request asks for more than the limit",
      Kind.BAD_REQUEST,
      Retry.SAFE,
      null),
  STREAM_CUT(
      "a stream is cut after any of its events",
      Kind.CUT,
      "StreamContract.stream_brokenBetweenAnyTwoEvents_leavesTheBillUnknown"),
  STREAM_WITHOUT_END(
      "a stream ends without the final image",
      Kind.BAD_ANSWER,
      "StreamContract.stream_endingWithoutTheFinalImage_isProbablyBilled"),
  STREAM_WITH_ERROR(
      "a stream ends with an error of no known code",
      Kind.BAD_ANSWER,
      "StreamContract.stream_failingAfterItStarted_isToldAsASuccessWithAnErrorInIt"),
  JOB_LATE(
      "a job does not end in time, and is cancelled where that is possible",
      Kind.TIMED_OUT,
      "FalProviderTest.job_lateAndCancelled_leavesTheBillUnknown"),
  JOB_NOT_TOLD(
      "the state of a job cannot be understood, five times over",
      Kind.BAD_ANSWER,
      "FalProviderTest.poll_thatIsNeverUnderstood_leavesTheBillUnknown"),
  RESULT_KEPT_BACK(
      "a job has ended and its result is kept from us",
      Kind.BAD_ANSWER,
      "FalProviderTest.result_keptFromUs_leavesTheBillUnknown"),
  JOB_LEFT(
      "the provider is closed while a job is under way",
      Kind.CUT,
      "FalProviderTest.close_whileAJobIsUnderWay_endsItAtOnce");

  private final String what;
  private final Kind kind;
  private final Retry retry;
  private final Billed billed;
  private final @Nullable String test;

  ExchangeOutcome(String what, Kind kind) {
    this(what, kind, null, null, null);
  }

  ExchangeOutcome(String what, Kind kind, String test) {
    this(what, kind, null, null, test);
  }

  ExchangeOutcome(String what, Kind kind, @Nullable Retry retry, @Nullable Billed billed) {
    this(what, kind, retry, billed, null);
  }

  ExchangeOutcome(
      String what,
      Kind kind,
      @Nullable Retry retry,
      @Nullable Billed billed,
      @Nullable String test) {
    ProviderFailure usual = ProviderFailure.of(kind).build("");
    this.what = what;
    this.kind = kind;
    this.retry = retry == null ? usual.retry() : retry;
    this.billed = billed == null ? usual.billed() : billed;
    this.test = test;
  }

  /** In the words of the documents. */
  String what() {
    return what;
  }

  Kind kind() {
    return kind;
  }

  Retry retry() {
    return retry;
  }

  Billed billed() {
    return billed;
  }

  /** The test that brings it about, as {@code Class.method}; null if it is the contract's. */
  @Nullable String test() {
    return test;
  }

  /** Whether an image was there and could not be used. */
  boolean isLost() {
    return switch (this) {
      case EMPTY_IMAGE, TRUNCATED_IMAGE, INVALID_IMAGE, WRONG_FORMAT -> true;
      default -> false;
    };
  }
}
