package dev.halftone.store;

import dev.halftone.budget.Budget;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scripts until they are through: one that had more to tidy up than it may in one go runs
 * again, and one that must know when a calendar window begins is told, since Lua knows no zones.
 */
final class Trips {
  private final Steps steps;
  private final String keep;

  /**
   * @param keep how many lines of history are kept, about
   */
  Trips(Steps steps, long keep) {
    this.steps = steps;
    this.keep = Long.toString(keep);
  }

  Future<List<Object>> run(RedisStep step, List<String> keys, String... args) {
    return run(step, keys, "", List.of(args));
  }

  private Future<List<Object>> run(
      RedisStep step, List<String> keys, String periods, List<String> args) {
    List<String> all = new ArrayList<>(args.size() + 2);
    all.add(keep);
    all.add(periods);
    all.addAll(args);
    return steps
        .run(step, keys, all)
        .compose(
            answer ->
                switch ((String) answer.get(0)) {
                  case "more" -> run(step, keys, periods, args);
                  case "clock" -> run(step, keys, Wire.periods(answer), args);
                  default -> Future.succeededFuture(answer);
                });
  }

  /** Sets limits, in windows around now, or around the server's now where that differs. */
  Future<Void> put(List<String> keys, List<String> how, List<Budget> budgets, Instant now) {
    List<String> args = new ArrayList<>();
    args.add(keep);
    args.add("");
    args.addAll(how);
    budgets.forEach(budget -> args.addAll(Wire.limit(budget, now)));
    return steps
        .run(RedisStep.PUT, keys, args)
        .compose(
            answer ->
                answer.get(0).equals("clock")
                    ? put(keys, how, budgets, Wire.instant(answer.get(1)))
                    : Future.succeededFuture());
  }

  Future<Void> close() {
    return steps.close();
  }
}
