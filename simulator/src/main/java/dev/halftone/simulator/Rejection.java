package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer that is not pictures, in OpenAI's terms; each {@link Dialect} says it in its own words.
 * Carries no stack trace: it is an ordinary outcome.
 */
final class Rejection extends Exception {

  /** Why. */
  enum Kind {
    UNAUTHORIZED,
    UNREADABLE,
    INVALID,
    NO_MODEL,
    NO_PROVIDER,
    NO_ROUTE,
    WRONG_METHOD,
    TOO_LARGE,
    TOO_MANY_HEADERS,
    NO_FUNDS,
    BLOCKED,
    RATE_LIMITED,
    OVERLOADED,
    REFUSED,
    REFUSED_OUTPUT,
    BROKEN,
    UNAVAILABLE
  }

  private final Kind kind;
  private final int status;
  private final String type;
  private final @Nullable String code;
  private final @Nullable String param;
  private final long waitMillis;
  private final @Nullable String retryAfter;

  private Rejection(
      Kind kind,
      int status,
      String message,
      String type,
      @Nullable String code,
      @Nullable String param,
      long waitMillis,
      @Nullable String retryAfter) {
    super(message, null, false, false);
    this.kind = kind;
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.waitMillis = waitMillis;
    this.retryAfter = retryAfter;
  }

  private static Rejection of(
      Kind kind, int status, String message, String type, @Nullable String code, long waitMillis) {
    return new Rejection(kind, status, message, type, code, null, waitMillis, null);
  }

  static Rejection of(
      Kind kind, int status, String message, @Nullable String code, @Nullable String param) {
    return new Rejection(kind, status, message, "invalid_request_error", code, param, 0, null);
  }

  static Rejection invalid(String param, String code, String message) {
    return of(Kind.INVALID, 400, message, code, param);
  }

  static Rejection unreadable(String message, @Nullable String code) {
    return of(Kind.UNREADABLE, 400, message, code, null);
  }

  /** 400 image_generation_user_error: legal in general, not for this model. */
  static Rejection userError(String param, String code, String message) {
    return new Rejection(
        Kind.INVALID, 400, message, "image_generation_user_error", code, param, 0, null);
  }

  static Rejection noModel(String model) {
    return of(
        Kind.NO_MODEL,
        404,
        "The model '" + model + "' does not exist or you do not have access to it.",
        "model_not_found",
        "model");
  }

  static Rejection noRoute(String method, String path) {
    return of(Kind.NO_ROUTE, 404, "Invalid URL (" + method + " " + path + ")", "unknown_url", null);
  }

  static Rejection wrongMethod(String method, String path) {
    return of(
        Kind.WRONG_METHOD,
        405,
        "Not allowed to " + method + " on " + path + ".",
        "method_not_supported",
        null);
  }

  static Rejection tooLarge(int mostBytes) {
    return of(
        Kind.TOO_LARGE,
        413,
        "Maximum content size limit (" + mostBytes + ") exceeded.",
        null,
        null);
  }

  static Rejection rateLimited(String message, long waitMillis) {
    return of(Kind.RATE_LIMITED, 429, message, "images", "rate_limit_exceeded", waitMillis);
  }

  static Rejection overloaded(long waitMillis) {
    return of(
        Kind.OVERLOADED,
        429,
        "The engine is currently overloaded, please slow down and try again later.",
        "requests",
        "slow_down",
        waitMillis);
  }

  static Rejection refused(String requestId) {
    return refused(Kind.REFUSED, requestId);
  }

  /** The same, said of the finished picture. */
  static Rejection refusedOutput(String requestId) {
    return refused(Kind.REFUSED_OUTPUT, requestId);
  }

  private static Rejection refused(Kind kind, String requestId) {
    return of(
        kind,
        400,
        "Your request was rejected by the safety system. If you believe this is an error, contact"
            + " support and include the request ID "
            + requestId
            + ". safety_violations=[violence].",
        "image_generation_user_error",
        "moderation_blocked",
        0);
  }

  static Rejection broken() {
    return of(
        Kind.BROKEN,
        500,
        "The server had an error while processing your request. Sorry about that!",
        "server_error",
        null,
        0);
  }

  static Rejection unavailable() {
    return of(
        Kind.UNAVAILABLE,
        503,
        "The service is temporarily unavailable. Please try again later.",
        "service_unavailable_error",
        null,
        0);
  }

  static Rejection keyRefused(String message, @Nullable String code) {
    return of(Kind.UNAUTHORIZED, 401, message, code, null);
  }

  static Rejection quotaExhausted() {
    return of(
        Kind.NO_FUNDS,
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        "insufficient_quota",
        0);
  }

  static Rejection blocked() {
    return of(
        Kind.BLOCKED,
        403,
        "Country, region, or territory not supported",
        "request_forbidden",
        "unsupported_country_region_territory",
        0);
  }

  /**
   * The same with another {@code Retry-After} than the provider would send; empty for none at all.
   */
  Rejection withRetryAfter(String header) {
    return new Rejection(kind, status, message(), type, code, param, waitMillis, header);
  }

  Kind kind() {
    return kind;
  }

  int status() {
    return status;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  String type() {
    return type;
  }

  @Nullable String code() {
    return code;
  }

  @Nullable String param() {
    return param;
  }

  /** Real milliseconds to wait before another try, 0 when the provider names none. */
  long waitMillis() {
    return waitMillis;
  }

  /** The only header that names the wait, empty for none; null where it is the provider's way. */
  @Nullable String retryAfter() {
    return retryAfter;
  }
}
