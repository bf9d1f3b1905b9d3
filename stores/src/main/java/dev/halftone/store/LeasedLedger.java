package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.LedgerArguments;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes slices of budgets from a ledger that instances share, and spends them here, so that a
 * request needs no round trip and the promise still holds.
 *
 * <p>A slice is a hold in the shared ledger, {@code lease:INSTANCE-CHANCE:N}, on one scope. Holds
 * of this instance are drawn from one slice of each of their scopes, on all or on none. When a
 * slice is used up, unused for long, near the end of its lifetime or of a calendar window, it
 * serves no more; once its holds have ended it is settled with what they were charged. A hold that
 * goes to suspense, or is billed above its amount, leaves its slice under its own id ({@code
 * ID@SCOPE} for each of several scopes), so that the shared ledger shows it. A reservation is
 * refused only if the shared ledger refuses exactly what was asked after all that this instance had
 * free went back.
 *
 * <p>In the shared ledger, {@link #budgets}, {@link #suspended} and {@link #history} show slices:
 * money in slices is held there, also where it was charged here already, and of a slice's holds the
 * history has the sum. Its count of refusals counts requests for slices. {@link #put} and {@link
 * #remove} take back the slices of this instance; other instances go on with what they have leased,
 * at most until each slice is used up. Memory of ids is local: an id is recognised by the instance
 * that reserved it, while in flight and among the last {@value #REMEMBERED_ENDINGS} that ended.
 *
 * <p>An instance that dies leaves its slices to become suspense when their lifetime is over.
 * Endings never wait for the shared ledger: they are kept and brought to it until it answers. A
 * bill so large that a sum would leave the range of {@link Usd} leaves its hold in suspense, and
 * may be recorded on some of several scopes.
 *
 * <p>Calendar windows: a slice is charged to the window in which it was reserved and serves only
 * until that ends, by this machine's clock. While clocks differ by no more than {@link
 * LeaseOptions#clockSkew} a slice never serves a window it is not charged to, except within that
 * time around the end of one, when only those who waited for it are served. Differ they by more,
 * then for so long requests may be charged to the window before or after. A limit over a new window
 * that another instance puts is heeded from the next slice on.
 *
 * <p>Thread-safe; I/O is what the shared ledger does, never under a lock. Futures complete on the
 * thread that ends a hold, on a timer's, or on the shared ledger's. Costs no money.
 */
public final class LeasedLedger extends ForwardingLedger {
  /** How many ended holds are remembered, so that ending them again is recognised. */
  public static final int REMEMBERED_ENDINGS = 65_536;

  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final LeaseParts lease;
  private final SliceKeeper keeper;
  private final Purses purses;
  private final LocalChanges changes;
  private final LocalEndings endings;
  private final LocalHolds holds = new LocalHolds(REMEMBERED_ENDINGS);
  private @Nullable Future<Void> closing;

  private LeasedLedger(LeaseParts lease, String prefix) {
    super(lease.shared);
    this.lease = lease;
    this.keeper = new SliceKeeper(lease, this::lookAround);
    this.purses = new Purses(lease, keeper, prefix);
    this.changes = new LocalChanges(lease, holds, purses);
    this.endings = new LocalEndings(lease, holds, keeper, purses);
  }

  /**
   * Makes an instance that has leased nothing yet.
   *
   * @param shared the ledger of all instances; it is not closed with this one
   * @param instance its name in the shared ledger, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
   * @param clock tells the windows' time; {@link LeaseOptions#clockSkew} says how well
   * @param timers runs time limits and upkeep
   * @param chance keeps apart the lives of an instance; must not repeat after a restart
   */
  public static LeasedLedger create(
      BudgetLedger shared,
      String instance,
      LeaseOptions options,
      InstantSource clock,
      Timers timers,
      RandomGenerator chance) {
    if (!INSTANCE.matcher(instance).matches()) {
      throw new IllegalArgumentException(
          "instance '%s' is not 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'".formatted(instance));
    }
    String life = HexFormat.of().toHexDigits(chance.nextLong());
    return new LeasedLedger(
        new LeaseParts(shared, options, clock, timers), "lease:" + instance + "-" + life + ":");
  }

  /** What it has done so far. */
  public LeaseCounts counts() {
    return new LeaseCounts(
        lease.localHolds.sum(),
        lease.refusals.sum(),
        lease.calls.made(),
        lease.slices.sum(),
        lease.abandoned.sum());
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    LedgerArguments.checkId("id of a hold", id);
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    List<Scope> inOrder = LedgerArguments.distinct(scopes);
    return lease.turns.decide(() -> reserveHere(id, inOrder, amount.nanos(), lifetime));
  }

  private Future<Reservation> reserveHere(
      String id, List<Scope> scopes, long amount, Duration lifetime) {
    LocalHold known = holds.get(id);
    if (known != null) {
      return known.repeated(scopes, amount);
    }
    Throwable unable = lease.unable();
    if (unable != null) {
      return Future.failedFuture(unable);
    }
    long expires = lease.nowMillis() + lifetime.toMillis();
    LocalHold hold = new LocalHold(id, scopes, amount, expires, null);
    Waiter waiter = new Waiter(hold, amount, true);
    holds.add(hold);
    Purse lacking = purses.draw(waiter);
    if (lacking == null) {
      hold.state = LocalHold.State.HELD;
      lease.localHolds.increment();
      return Future.succeededFuture(
          new Reservation.Held(id, Usd.ofNanos(amount), purses.warnings(hold)));
    }
    Future<Reservation> answer = waiter.answer.future();
    hold.answer = answer;
    waiter.inVain = () -> holds.remove(hold);
    purses.await(waiter, lacking);
    return answer;
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    Future<HoldChange> here =
        lease.turns.decide(() -> changes.extend(id, amount.nanos(), lifetime.toMillis()));
    return here == null ? super.extend(id, amount, lifetime) : here;
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    LedgerArguments.checkId("id of a part", part);
    LedgerArguments.checkNotNegative("amount", amount);
    Future<HoldChange> here = lease.turns.decide(() -> changes.carve(id, part, amount.nanos()));
    return here == null ? super.carve(id, part, amount) : here;
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    LedgerArguments.checkNotNegative("charge", charged);
    return endings.end(id, Kind.SETTLED, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return endings.end(id, Kind.RELEASED, Usd.ZERO);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return endings.end(id, Kind.SUSPENDED, Usd.ZERO);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    LedgerArguments.checkNotNegative("charge", charged);
    return endings.end(id, Kind.RESOLVED, charged);
  }

  private void lookAround() {
    endings.expireOverdue();
    purses.forgetUnused();
  }

  @Override
  public Future<Void> put(Budget budget) {
    return super.put(budget).onSuccess(done -> giveBack(budget.scope()));
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    return super.remove(scope, window).onSuccess(done -> giveBack(scope));
  }

  private void giveBack(Scope scope) {
    lease.turns.decide(
        () -> {
          Purse purse = purses.of(scope);
          if (purse != null) {
            keeper.giveBackAll(purse);
          }
        });
  }

  /**
   * Gives back every slice. Holds in flight stay held in the shared ledger under their own ids, for
   * what is left of their lifetime. The shared ledger stays open.
   */
  @Override
  public Future<Void> close() {
    return lease.turns.decide(
        () -> {
          if (closing == null) {
            closing = closeHere();
          }
          return closing;
        });
  }

  private Future<Void> closeHere() {
    lease.closed = true;
    lease.calls.close();
    purses.failAll(new IllegalStateException("the leased ledger is closed"));
    endings.moveAll();
    List<Future<?>> returns = new ArrayList<>();
    for (Slice slice : keeper.all()) {
      keeper.giveBack(slice);
      returns.add(keeper.settled(slice));
    }
    return Future.join(returns).mapEmpty();
  }
}
