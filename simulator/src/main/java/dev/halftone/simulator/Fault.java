package dev.halftone.simulator;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ways a provider can spoil a call, and what each is billed. A fault is billed when the work
 * was done, whatever the client saw of it. A closed set; thread-safe; does no I/O.
 *
 * <p>Told here of a plain call. In a stream they strike between the events or in the last one; a
 * job goes on where only the answer to its submission is lost; in a batch an answer cannot be lost.
 *
 * <p>All but {@link #CUT_BEFORE_READ} and {@link #REFUSAL} exclude each other.
 */
public enum Fault {
  /** Answered 429 although no limit was reached; not billed. */
  OVERLOAD(When.AT_ONCE, false),
  /** Answered 500 while it worked; not billed. */
  SERVER_ERROR(When.MIDWAY, false),
  /** Connection closed once the request was read, before any work; not billed. */
  CUT_BEFORE_WORK(When.EARLY, false),
  /** Connection closed when the pictures were ready, before or amid the body; <b>billed</b>. */
  CUT_AFTER_WORK(When.DONE, true),
  /** Never answered, the connection stays open, no work is done; not billed. */
  HANG_BEFORE_WORK(When.EARLY, false),
  /** Never answered, the connection stays open, all work is done; <b>billed</b>. */
  HANG_AFTER_WORK(When.DONE, true),
  /** Connection closed amid the headers of the answer; <b>billed</b>. */
  CUT_IN_HEAD(When.DONE, true),
  /** Connection closed when one byte of the body was missing; <b>billed</b>. */
  CUT_BEFORE_LAST_BYTE(When.DONE, true),
  /** 502 and a page of HTML, because a proxy could not reach the provider; not billed. */
  BAD_GATEWAY(When.MIDWAY, false),
  /** 502 and a page of HTML, because a proxy lost the finished answer; <b>billed</b>. */
  BAD_GATEWAY_AFTER_WORK(When.DONE, true),
  /** 504 and a page of HTML, because a proxy waited for what never began; not billed. */
  GATEWAY_TIMEOUT(When.DONE, false),
  /** 504 and a page of HTML, because a proxy gave up while the work went on; <b>billed</b>. */
  GATEWAY_TIMEOUT_AFTER_WORK(When.DONE, true),
  /** 200 with the provider's error in its body; not billed. */
  ERROR_IN_OK(When.MIDWAY, false),
  /** 200 with everything but pictures; <b>billed</b>. */
  NO_IMAGES(When.DONE, true),
  /** 200 whose first picture is half its base64, of a length no base64 has; <b>billed</b>. */
  TRUNCATED_BASE64(When.DONE, true),
  /** 200 whose first picture has characters base64 does not have; <b>billed</b>. */
  INVALID_BASE64(When.DONE, true),
  /** 200 whose pictures are pages of HTML, in correct base64; <b>billed</b>. */
  WRONG_FORMAT(When.DONE, true),
  /** A correct answer whose body drips for as long again as the work took; <b>billed</b>. */
  SLOW_BODY(When.DONE, true),
  /** Refused for what the finished picture shows, 400; <b>billed</b>, refunded by WaveSpeedAI. */
  REFUSED_AFTER_WORK(When.DONE, true),
  /** Money or quota is used up, as the provider says it: 429, 402 or 403; not billed. */
  QUOTA_EXHAUSTED(When.AT_ONCE, false),
  /** The account or resource is blocked, 403; not billed. */
  BLOCKED(When.AT_ONCE, false),
  /** Rate limit, 429, whose wait stands in no header, at most in the message; not billed. */
  RATE_LIMIT_IN_TEXT(When.AT_ONCE, false),
  /** Rate limit, 429, whose {@code Retry-After} is an HTTP date; not billed. */
  RATE_LIMIT_WITH_DATE(When.AT_ONCE, false),
  /**
   * Connection closed before the request's body was read; not billed. Nothing but the number of the
   * call decides it, because the prompt is not known; such a call does not count as admitted.
   */
  CUT_BEFORE_READ(When.AT_ONCE, false),
  /**
   * Refused by moderation, 400; not billed. The rate is a share of all <em>prompts</em>, besides
   * the blocked words: the same prompt is always refused.
   */
  REFUSAL(When.AT_ONCE, false);

  /** When a fault strikes, within the time the work takes. */
  enum When {
    AT_ONCE,
    EARLY,
    MIDWAY,
    DONE
  }

  private final When when;
  private final boolean billed;

  Fault(When when, boolean billed) {
    this.when = when;
    this.billed = billed;
  }

  /** Whether the provider charges the call. */
  public boolean isBilled() {
    return billed;
  }

  /** The name in a scenario file: {@code cut-after-work}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault of that {@link #slug()}. */
  public static Optional<Fault> find(String slug) {
    return Stream.of(values()).filter(fault -> fault.slug().equals(slug)).findFirst();
  }

  /** Whether it is decided by itself rather than together with the others. */
  boolean isCastAlone() {
    return this == CUT_BEFORE_READ || this == REFUSAL;
  }

  /** Whether it sends a whole answer that has no picture that can be used. */
  boolean spoilsPictures() {
    return switch (this) {
      case NO_IMAGES, WRONG_FORMAT, TRUNCATED_BASE64, INVALID_BASE64 -> true;
      default -> false;
    };
  }

  When when() {
    return when;
  }
}
