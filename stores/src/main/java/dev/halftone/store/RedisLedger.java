package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.LedgerArguments;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A ledger that many processes share: it lives in Redis 6.2 or newer, or Valkey.
 *
 * <p>Each step is one run of a script, as a whole: one round trip, whatever the number of scopes.
 * (The script's first use on a server, and the first step after a calendar window has begun, may
 * take a second trip.) The server's clock decides windows and lifetimes; while it goes back, the
 * ledger stands still.
 *
 * <p>Thread-safe. Every method does I/O and never blocks; futures complete on the event loop of the
 * connection. A step whose answer is lost is repeated by itself, without being made twice, until
 * the {@linkplain RedisLedgerOptions.Builder#timeout time limit}; then its future fails with {@link
 * LedgerUnavailableException}, and money stays as safe as the server's disk.
 *
 * <p>Holds in flight or in suspense stay until they end. Holds that ended are remembered for a
 * {@linkplain RedisLedgerOptions.Builder#remembered declared time}, history for a {@linkplain
 * RedisLedgerOptions.Builder#historyLines declared number of lines}.
 */
public final class RedisLedger implements BudgetLedger {
  private static final int BUDGETS_A_TRIP = 100;

  private final Trips trips;
  private final RedisKeys keys;
  private final RedisViews views;
  private final Nonces nonces;
  private final InstantSource clock;
  private final String remembered;

  RedisLedger(
      Scripts scripts,
      RedisLedgerOptions options,
      Timers timers,
      RandomGenerator random,
      InstantSource clock) {
    this.trips = new Trips(new Steps(scripts, timers, options.timeout()), options.historyLines());
    this.keys = new RedisKeys(options.name());
    this.views = new RedisViews(trips, keys);
    this.nonces = new Nonces(random);
    this.clock = clock;
    this.remembered = Long.toString(options.remembered().toSeconds());
  }

  /**
   * Connects, sees that the server keeps what it is told, and sets the budgets that are not set
   * alike already. Others that were set before stay.
   *
   * @throws IllegalArgumentException if one scope has two limits over the same window
   */
  public static Future<RedisLedger> connect(
      Vertx vertx, RedisLedgerOptions options, Collection<Budget> budgets) {
    RedisScripts scripts = new RedisScripts(vertx, options);
    Timers timers = Timers.of(vertx);
    RedisLedger ledger =
        new RedisLedger(scripts, options, timers, new SecureRandom(), InstantSource.system());
    return new ServerCheck(scripts, options, timers)
        .run(ledger.keys)
        .compose(checked -> ledger.declare(budgets))
        .map(ledger)
        .recover(failure -> ledger.close().transform(closed -> Future.failedFuture(failure)));
  }

  /** Sets those budgets that are not set alike already. */
  Future<Void> declare(Collection<Budget> budgets) {
    LedgerArguments.checkDistinct(budgets);
    List<Budget> all = List.copyOf(budgets);
    Future<Void> done = Future.succeededFuture();
    for (int from = 0; from < all.size(); from += BUDGETS_A_TRIP) {
      List<Budget> some = all.subList(from, Math.min(from + BUDGETS_A_TRIP, all.size()));
      done = done.compose(before -> put("declare", some));
    }
    return done;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    checkId("id of a hold", id);
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    List<Scope> inOrder = LedgerArguments.distinct(scopes);
    List<String> args = new ArrayList<>(5 + inOrder.size());
    args.add(id);
    args.add(Wire.money(amount));
    args.add(Wire.millis(lifetime));
    args.add(nonces.next());
    args.add(Wire.scopes(inOrder));
    inOrder.forEach(scope -> args.add(scope.toString()));
    return trips
        .run(RedisStep.RESERVE, keys.of(id), args.toArray(String[]::new))
        .map(answer -> reservation(answer, id, amount, inOrder.size()));
  }

  private static Reservation reservation(List<Object> answer, String id, Usd amount, int scopes) {
    return switch ((String) answer.get(0)) {
      case "held" -> new Reservation.Held(id, amount, warnings(answer, 1));
      case "refused" -> refused(answer, amount);
      case "differs" ->
          throw new IllegalArgumentException(
              "id '%s' stands for a hold of $%s on %d scopes; asked again with $%s on %d scopes, but"
                      .formatted(
                          id,
                          Wire.money(answer.get(1)),
                          Wire.scopes((String) answer.get(2)).size(),
                          amount,
                          scopes)
                  + " amount and scopes must be the same");
      default ->
          throw new IllegalArgumentException(
              "scope '%s' has no budget; the first that have one: %s"
                  .formatted(answer.get(1), answer.get(2)));
    };
  }

  private static Reservation.Refused refused(List<Object> answer, Usd asked) {
    Budget budget = Wire.budget(answer.get(1));
    Usd spent = Wire.money(answer.get(2));
    Usd suspense = Wire.money(answer.get(3));
    Usd held = Wire.committed(budget, answer.get(4)).minus(spent).minus(suspense);
    return new Reservation.Refused(budget, spent, held, suspense, asked);
  }

  private static List<BudgetWarning> warnings(List<Object> answer, int from) {
    List<BudgetWarning> warnings = new ArrayList<>();
    for (int i = from; i < answer.size(); i += 3) {
      Budget budget = Wire.budget(answer.get(i));
      warnings.add(
          new BudgetWarning(
              budget,
              Integer.parseInt((String) answer.get(i + 1)),
              Wire.committed(budget, answer.get(i + 2))));
    }
    return warnings;
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    if (isNoId(id)) {
      return Future.succeededFuture(new HoldChange.NotHeld(Ending.UNKNOWN));
    }
    return trips
        .run(RedisStep.EXTEND, keys.of(id), id, Wire.money(amount), Wire.millis(lifetime))
        .map(
            answer ->
                switch ((String) answer.get(0)) {
                  case "changed" ->
                      new HoldChange.Changed(
                          new Reservation.Held(id, Wire.money(answer.get(1)), warnings(answer, 2)));
                  case "refused" ->
                      new HoldChange.Refused(refused(answer, Wire.money(answer.get(5))));
                  default -> new HoldChange.NotHeld(ending(answer));
                });
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    checkId("id of a part", part);
    LedgerArguments.checkNotNegative("amount", amount);
    if (isNoId(id)) {
      return Future.succeededFuture(new HoldChange.NotHeld(Ending.UNKNOWN));
    }
    return trips
        .run(RedisStep.CARVE, keys.of(id, part), id, part, Wire.money(amount), nonces.next())
        .map(
            answer ->
                switch ((String) answer.get(0)) {
                  case "changed" -> new HoldChange.Changed(new Reservation.Held(part, amount));
                  case "used" ->
                      throw new IllegalArgumentException(
                          "id '%s' of a part is used by another hold".formatted(part));
                  case "exceeds" ->
                      throw new IllegalArgumentException(
                          "part $%s of hold '%s' is more than the $%s it has"
                              .formatted(amount, id, Wire.money(answer.get(1))));
                  default -> new HoldChange.NotHeld(ending(answer));
                });
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return finish(id, charged, "SETTLED");
  }

  @Override
  public Future<Ending> release(String id) {
    return finish(id, Usd.ZERO, "RELEASED");
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return finish(id, charged, "RESOLVED");
  }

  private Future<Ending> finish(String id, Usd charged, String kind) {
    LedgerArguments.checkNotNegative("charge", charged);
    if (isNoId(id)) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    return trips
        .run(
            RedisStep.FINISH, keys.of(id), id, Wire.money(charged), kind, nonces.next(), remembered)
        .map(
            answer -> {
              if (answer.get(0).equals("overflow")) {
                throw new ArithmeticException(
                    "charge $%s of hold '%s' is too large to be added up; the money stays held"
                        .formatted(charged, id));
              }
              return ending(answer);
            });
  }

  @Override
  public Future<Ending> suspend(String id) {
    if (isNoId(id)) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    return trips.run(RedisStep.SUSPEND, keys.of(id), id, nonces.next()).map(RedisLedger::ending);
  }

  private static Ending ending(List<Object> answer) {
    return Ending.valueOf((String) answer.get(0));
  }

  @Override
  public Future<Void> put(Budget budget) {
    return put("set", List.of(budget));
  }

  private Future<Void> put(String mode, List<Budget> budgets) {
    String nonce = nonces.next();
    return trips.put(
        keys.done(nonce),
        List.of(nonce, remembered, mode, RedisKeys.LAYOUT),
        budgets,
        clock.instant());
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    String nonce = nonces.next();
    return trips
        .run(
            RedisStep.REMOVE,
            keys.done(nonce),
            nonce,
            remembered,
            scope.toString(),
            Wire.window(window))
        .map(answer -> answer.get(0).equals("ok"));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return views.budgets();
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    return views.budgets(scopes);
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return views.suspended();
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    return views.history(query);
  }

  @Override
  public Future<Void> close() {
    return trips.close();
  }

  private static void checkId(String name, String id) {
    LedgerArguments.checkId(name, id);
    if (isNoId(id)) {
      throw new IllegalArgumentException(
          "%s has half a surrogate pair; allowed is text".formatted(name));
    }
  }

  /** Whether no hold can be named so; what is no text would be mistaken for another id. */
  private static boolean isNoId(String id) {
    return id.isEmpty()
        || id.length() > MAX_ID_LENGTH
        || !StandardCharsets.UTF_8.newEncoder().canEncode(id);
  }
}
