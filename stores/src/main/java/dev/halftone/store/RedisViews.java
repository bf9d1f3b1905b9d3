package dev.halftone.store;

import dev.halftone.budget.BudgetState;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be read of a Redis ledger, in pieces of bounded size. */
final class RedisViews {
  private static final int SCOPES_A_TRIP = 200;
  private static final int SUSPENSES_A_TRIP = 1_000;
  private static final int LINES_A_TRIP = 1_000;

  private final Trips trips;
  private final RedisKeys keys;

  RedisViews(Trips trips, RedisKeys keys) {
    this.trips = trips;
    this.keys = keys;
  }

  Future<List<BudgetState>> budgets() {
    return budgets("", new ArrayList<>());
  }

  private Future<List<BudgetState>> budgets(String after, List<BudgetState> states) {
    return trips
        .run(RedisStep.VIEW, keys.shared(), "all", after, Integer.toString(SCOPES_A_TRIP))
        .compose(
            answer -> {
              addStates(answer, states);
              String last = (String) answer.get(1);
              return last.isEmpty()
                  ? Future.succeededFuture(List.copyOf(states))
                  : budgets(last, states);
            });
  }

  Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    List<Scope> inOrder = scopes.stream().distinct().sorted().toList();
    List<BudgetState> states = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (int from = 0; from < inOrder.size(); from += SCOPES_A_TRIP) {
      List<Scope> some = inOrder.subList(from, Math.min(from + SCOPES_A_TRIP, inOrder.size()));
      done =
          done.compose(
              before ->
                  trips
                      .run(RedisStep.VIEW, keys.shared(), "some", Wire.scopes(some))
                      .map(
                          answer -> {
                            addStates(answer, states);
                            return null;
                          }));
    }
    return done.map(ignored -> List.copyOf(states));
  }

  private static void addStates(List<Object> answer, List<BudgetState> states) {
    for (int i = 2; i < answer.size(); i += 6) {
      states.add(Wire.state(answer, i));
    }
  }

  Future<List<Suspense>> suspended() {
    return suspended("-inf", SUSPENSES_A_TRIP, new LinkedHashMap<>());
  }

  /** Begins again with the last millisecond seen, and skips those of it that are known. */
  private Future<List<Suspense>> suspended(String since, int atMost, Map<String, Suspense> found) {
    return trips
        .run(RedisStep.SUSPENSES, keys.shared(), since, Integer.toString(atMost))
        .compose(
            answer -> {
              String latest = since;
              int ofLatest = 0;
              for (int i = 1; i < answer.size(); i += 4) {
                String id = (String) answer.get(i);
                String at = (String) answer.get(i + 1);
                ofLatest = at.equals(latest) ? ofLatest + 1 : 1;
                latest = at;
                found.put(
                    id,
                    new Suspense(
                        id,
                        Wire.scopes((String) answer.get(i + 3)),
                        Wire.money(answer.get(i + 2)),
                        Wire.instant(at)));
              }
              if ((answer.size() - 1) / 4 == atMost) {
                return suspended(latest, SUSPENSES_A_TRIP + ofLatest, found);
              }
              return Future.succeededFuture(
                  found.values().stream()
                      .sorted(Comparator.comparing(Suspense::since).thenComparing(Suspense::id))
                      .toList());
            });
  }

  Future<HistoryPage> history(HistoryQuery query) {
    String from = query.from() == null ? "-" : Math.max(0, query.from().toEpochMilli()) + "-0";
    String cursor = query.after();
    if (cursor != null && !cursor.matches("\\d{1,15}-\\d{1,16}")) {
      throw new IllegalArgumentException(
          "cursor '%s' is not one that a page of this ledger's history ended with"
              .formatted(cursor));
    }
    return history(query, cursor == null ? from : "(" + cursor, new ArrayList<>(), null);
  }

  private Future<HistoryPage> history(
      HistoryQuery query, String from, List<LedgerEntry> page, @Nullable String lastOfPage) {
    return trips
        .run(RedisStep.HISTORY, keys.shared(), from, Integer.toString(LINES_A_TRIP))
        .compose(
            answer -> {
              List<?> lines = (List<?>) answer.get(1);
              String lastSeen = from;
              String last = lastOfPage;
              for (Object each : lines) {
                List<?> line = (List<?>) each;
                lastSeen = (String) line.get(0);
                LedgerEntry entry = entry((List<?>) line.get(1));
                if (!query.accepts(entry)) {
                  continue;
                }
                if (page.size() == query.atMost()) {
                  return Future.succeededFuture(new HistoryPage(page, last));
                }
                page.add(entry);
                last = lastSeen;
              }
              return lines.size() < LINES_A_TRIP
                  ? Future.succeededFuture(new HistoryPage(page, null))
                  : history(query, "(" + lastSeen, page, last);
            });
  }

  private static LedgerEntry entry(List<?> fields) {
    Map<String, String> line = new HashMap<>();
    for (int i = 0; i < fields.size(); i += 2) {
      line.put((String) fields.get(i), (String) fields.get(i + 1));
    }
    String scopes = line.getOrDefault("s", "");
    String amount = line.getOrDefault("a", "");
    String origin = line.getOrDefault("o", "");
    String[] budget = line.getOrDefault("b", "").split(" ", -1);
    return new LedgerEntry(
        Wire.instant(line.getOrDefault("t", "")),
        LedgerEntry.Kind.valueOf(line.getOrDefault("k", "")),
        line.getOrDefault("i", ""),
        Wire.scopes(scopes),
        Wire.money(amount),
        Wire.money(line.getOrDefault("c", "")),
        origin.isEmpty() ? null : origin,
        budget.length == 2 ? Wire.budget(amount, budget[0], budget[1], scopes) : null);
  }
}
