package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Answers calls at OpenAI that make no picture and so get no invoice line. */
final class PlainCall {
  private final OpenAiDialect dialect;
  private final Supplier<ScenarioState> now;

  PlainCall(OpenAiDialect dialect, Supplier<ScenarioState> now) {
    this.dialect = dialect;
    this.now = now;
  }

  /** Makes the answer. */
  interface Answer {
    JsonNode make() throws Rejection;
  }

  /** Sends the answer itself. */
  interface Action {
    void run() throws Rejection;
  }

  void answer(RoutingContext context, Answer answer) {
    guard(context, () -> Answers.send(context.response(), 200, answer.make()));
  }

  void guard(RoutingContext context, Action action) {
    dialect.stamp(context.response().headers(), dialect.requestId(0), null, 0);
    try {
      now.get().checkOutage();
      dialect.checkHead(context);
      if (now.get().refuseKey()) {
        throw dialect.keyRefused();
      }
      action.run();
    } catch (Rejection rejection) {
      refuse(context, rejection);
    }
  }

  void refuse(RoutingContext context, Rejection rejection) {
    Answers.send(context.response(), rejection.status(), Wire.openAiError(rejection));
  }
}
