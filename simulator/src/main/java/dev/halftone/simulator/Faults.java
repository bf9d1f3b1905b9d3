package dev.halftone.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/** Ends calls the way their fault says. On the server's context; not thread-safe. */
final class Faults {
  static final long WAIT_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int DRIPS = 20;

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final SimulatedClock clock;

  Faults(Vertx vertx, SimulatorOptions options, SimulatedClock clock) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
  }

  /** Ends a call whose order is not carried out; charges nothing. */
  void endUnworked(ImageCall call, ImageOrder order, Dialect dialect, Fault fault) {
    switch (fault) {
      case REFUSAL -> call.reject(Rejection.refused(call.requestId()));
      case OVERLOAD -> call.reject(Rejection.overloaded(clock.realMillis(WAIT_NANOS)));
      case CUT_BEFORE_WORK -> call.cutBeforeWork();
      case HANG_BEFORE_WORK -> call.hang(Bill.NOTHING);
      case BAD_GATEWAY -> call.proxyFailure(Bill.NOTHING, 502, "Bad Gateway");
      case GATEWAY_TIMEOUT -> call.proxyFailure(Bill.NOTHING, 504, "Gateway Time-out");
      case ERROR_IN_OK -> call.errorInOk(Rejection.broken());
      case QUOTA_EXHAUSTED -> call.reject(dialect.quotaExhausted());
      case BLOCKED -> call.reject(dialect.blocked());
      case RATE_LIMIT_IN_TEXT -> call.reject(rateLimited(call, order, dialect, ""));
      case RATE_LIMIT_WITH_DATE -> call.reject(rateLimited(call, order, dialect, inWait()));
      default -> call.reject(Rejection.broken());
    }
  }

  /** Ends a call whose order was carried out, and charges it. */
  void endWorked(ImageCall call, Fate fate, Work work) {
    Bill bill = work.bill();
    byte[] body = work.body();
    switch (Objects.requireNonNull(fate.fault())) {
      case CUT_AFTER_WORK -> {
        if (fate.midBody()) {
          call.cutInBody(bill, body, body.length / 2);
        } else {
          call.cutAfterWork(bill);
        }
      }
      case CUT_BEFORE_LAST_BYTE -> call.cutInBody(bill, body, body.length - 1);
      case CUT_IN_HEAD -> call.cutInHead(bill);
      case HANG_AFTER_WORK -> call.hang(bill);
      case BAD_GATEWAY_AFTER_WORK -> call.proxyFailure(bill, 502, "Bad Gateway");
      case GATEWAY_TIMEOUT_AFTER_WORK -> call.proxyFailure(bill, 504, "Gateway Time-out");
      case REFUSED_AFTER_WORK -> call.rejectWorked(bill, Rejection.refusedOutput(call.requestId()));
      case SLOW_BODY ->
          call.drip(bill, body, vertx, DRIPS, Math.max(1, clock.realMillis(fate.nanos() / DRIPS)));
      default -> call.spoil(bill, body);
    }
  }

  private Rejection rateLimited(
      ImageCall call, ImageOrder order, Dialect dialect, String retryAfter) {
    LimitState limits = Objects.requireNonNullElse(call.limits(), new LimitState(1, 0, 0));
    return dialect
        .rateLimited(order, limits, clock.realMillis(WAIT_NANOS))
        .withRetryAfter(retryAfter);
  }

  /** A date knows whole seconds only, so it is rounded up: waiting until then is enough. */
  String inWait() {
    Instant then =
        options.clock().instant().plusMillis(clock.realMillis(WAIT_NANOS)).plusMillis(999);
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC));
  }
}
