package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import dev.halftone.router.VirtualTime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process that makes calls, pays for them, and may die at any moment. */
final class SimulatedInstance {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TRIES = 4;
  private static final long LEASE_CALL_NANOS =
      LeaseOptions.newBuilder().build().callTimeout().toNanos();

  private final SimulatedWorld world;
  private final String name;
  private final BudgetLedger ledger;
  private final boolean leases;
  private final CallBook book;
  private final VirtualTime time;
  private final SimulationTrace trace;
  private final SimulatedNetwork network;
  private final Workload workload;
  private final Random random;
  private final List<SimulatedCall> mine = new ArrayList<>();
  private boolean alive = true;
  private boolean working = true;
  private int calls;

  SimulatedInstance(String name, SimulatedFleet fleet, SimulatedWorld world) {
    this.world = world;
    this.name = name;
    this.ledger = fleet.connect(name, () -> alive);
    this.leases = fleet.leases();
    this.book = world.book();
    this.time = world.time();
    this.trace = world.trace();
    this.network = world.network();
    this.workload = world.workload();
    this.random = world.random();
    next();
  }

  /** Dies: it forgets everything, and nothing that it began goes on. */
  void crash() {
    trace.add("%s dies", name);
    alive = false;
    world.died(name);
    // The providers bill what they were asked for, whether or not anybody is there to hear it.
    mine.forEach(call -> call.over = true);
  }

  /** Begins no more calls. */
  void rest() {
    working = false;
  }

  private void later(long nanos, Runnable task) {
    time.schedule(
        Math.max(1, nanos),
        () -> {
          if (alive) {
            task.run();
          }
        });
  }

  private long upTo(Duration most) {
    return (long) (random.nextDouble() * most.toNanos());
  }

  private void next() {
    later(
        upTo(workload.pause().multipliedBy(2)),
        () -> {
          if (working) {
            begin();
            next();
          }
        });
  }

  private void begin() {
    List<Scope> scopes = new ArrayList<>(workload.scopes());
    Collections.shuffle(scopes, random);
    scopes = scopes.subList(0, 1 + random.nextInt(scopes.size()));
    SimulatedCall call =
        new SimulatedCall(
            name + "/" + ++calls,
            scopes,
            workload.amount(random),
            workload.lifetime().plusNanos(upTo(workload.lifetime())));
    mine.add(call);
    book.asked(call);
    reserve(call, time.nanos(), 1);
  }

  private void reserve(SimulatedCall call, long begunNanos, int attempt) {
    trace.add("reserve %s $%s on %s", call.id, call.amount(), call.scopes);
    book.sent(call);
    ledger
        .reserve(call.id, call.scopes, call.amount(), call.lifetime)
        .onComplete(
            world.heard(
                answer -> {
                  if (!alive) {
                    return;
                  }
                  book.heard(call);
                  trace.add("reserve %s: %s", call.id, answer);
                  boolean late = time.nanos() - begunNanos > call.lifetime.toNanos() / 2;
                  if (isUnlimited(call, answer.cause())) {
                    refused(call);
                  } else if (answer.failed()) {
                    checkFailure(answer.cause());
                    if (attempt < TRIES && !late) {
                      later(PAUSE_NANOS, () -> reserve(call, begunNanos, attempt + 1));
                    } else {
                      call.over = true;
                    }
                  } else if (answer.result() instanceof Reservation.Held) {
                    book.held(call);
                    if (late) {
                      end(call, () -> ledger.release(call.id));
                    } else {
                      ask(call);
                    }
                  } else {
                    refused(call);
                  }
                }));
  }

  /** Whether it failed because a scope had no limit any more. */
  private boolean isUnlimited(SimulatedCall call, @Nullable Throwable failure) {
    return failure instanceof IllegalArgumentException
        && book.limits().wasUnlimited(call.scopes, call.askedNanos);
  }

  private void refused(SimulatedCall call) {
    if (network.sentAgain("reserve " + call.id)) {
      call.over = true;
    } else {
      book.surelyRefused(call);
    }
  }

  /** The provider is asked: from here on it bills. */
  private void ask(SimulatedCall call) {
    call.bill = workload.bill(call.most, random);
    later(upTo(workload.lifetime().multipliedBy(4).dividedBy(5)), () -> goOn(call));
  }

  private void goOn(SimulatedCall call) {
    int choice = random.nextInt(100);
    if (choice < 10) {
      extend(call, call.most / 2);
    } else if (choice < 15) {
      extend(call, 0);
    } else if (choice < 23 && call.most > 1) {
      carve(call);
    } else {
      finish(call);
    }
  }

  private void extend(SimulatedCall call, long more) {
    long before = call.most;
    call.most += more;
    trace.add("extend %s to $%s", call.id, call.amount());
    book.sent(call);
    ledger
        .extend(call.id, call.amount(), call.lifetime)
        .onComplete(
            world.heard(
                answer -> {
                  if (!alive) {
                    return;
                  }
                  book.heard(call);
                  trace.add("extend %s: %s", call.id, answer);
                  if (leases && isUnlimited(call, answer.cause())) {
                    call.most = before;
                  } else if (answer.failed()) {
                    checkFailure(answer.cause());
                  } else if (answer.result() instanceof HoldChange.Changed) {
                    call.least = call.most;
                    call.bill += call.most == before ? 0 : workload.bill(more, random);
                  } else if (answer.result() instanceof HoldChange.NotHeld not) {
                    checkIsOver(call, not);
                    call.most = before;
                  } else if (!network.sentAgain("extend " + call.id)) {
                    call.most = before;
                  }
                  finish(call);
                }));
  }

  /** A hold whose lifetime is over has left its slices, and cannot be extended any more. */
  private void checkIsOver(SimulatedCall call, HoldChange.NotHeld not) {
    boolean gone = call.shaken && not.ending() == Ending.UNKNOWN;
    if (!gone && (!leases || time.nanos() - call.askedNanos < call.lifetime.toNanos())) {
      throw new AssertionError(call.id + " cannot be extended: " + not);
    }
  }

  private void carve(SimulatedCall call) {
    long amount = 1 + (long) (random.nextDouble() * (call.most - 1));
    SimulatedCall part = new SimulatedCall(call.id + "/part", call.scopes, amount, call.lifetime);
    // The bill is that of two images, of which this is one.
    part.bill = Math.min(amount, call.bill);
    call.bill -= part.bill;
    if (call.bill > call.most - amount) {
      call.bill += part.bill;
      finish(call);
      return;
    }
    book.carveAsked(call, part);
    call.partAskedNanos = time.nanos();
    mine.add(part);
    carve(call, part);
  }

  private void carve(SimulatedCall call, SimulatedCall part) {
    trace.add("carve %s $%s", part.id, part.amount());
    book.sent(call);
    book.sent(part);
    ledger
        .carve(call.id, part.id, part.amount())
        .onComplete(
            world.heard(
                answer -> {
                  if (!alive) {
                    return;
                  }
                  call.partAskedNanos = time.nanos();
                  book.heard(call);
                  book.heard(part);
                  trace.add("carve %s: %s", part.id, answer);
                  if (answer.failed()) {
                    checkFailure(answer.cause());
                    later(PAUSE_NANOS, () -> carve(call, part));
                  } else if (answer.result() instanceof HoldChange.Changed) {
                    book.carved(call, part);
                    finish(part);
                    finish(call);
                  } else {
                    // Its lifetime was over: it stays one hold for both images.
                    call.takeBack();
                    finish(call);
                  }
                }));
  }

  private void finish(SimulatedCall call) {
    call.over = true;
    int choice = random.nextInt(100);
    if (choice < 5) {
      trace.add("%s is forgotten by its owner", call.id);
    } else if (choice < 15) {
      suspend(call);
    } else if (choice < 20) {
      later(call.lifetime.toNanos(), () -> tell(call));
    } else {
      tell(call);
    }
  }

  private void tell(SimulatedCall call) {
    Usd bill = Usd.ofNanos(call.bill);
    end(call, call.bill == 0 ? () -> ledger.release(call.id) : () -> ledger.settle(call.id, bill));
  }

  private void end(SimulatedCall call, Supplier<Future<Ending>> step) {
    book.endAsked(call);
    call.over = true;
    long begunNanos = time.nanos();
    repeat(
        call,
        "end " + call.id + " $" + call.bill,
        step,
        ending -> {
          if (ending == Ending.UNKNOWN && !call.shaken) {
            throw new AssertionError("hold %s is lost".formatted(call.id));
          }
          if (ending == Ending.ALREADY_ENDED && !mayHaveEnded(call, begunNanos)) {
            throw new AssertionError("hold %s was ended by nobody".formatted(call.id));
          }
          book.answered(call, ending);
        });
  }

  private boolean mayHaveEnded(SimulatedCall call, long begunNanos) {
    // After its time limit for one call a lease repeats the step, as another step.
    boolean repeated = leases && time.nanos() - begunNanos >= LEASE_CALL_NANOS;
    return repeated
        || call.resolveAsked
        || call.failures > 0
        || network.sentAgain("settle " + call.id)
        || network.sentAgain("release " + call.id);
  }

  private void suspend(SimulatedCall call) {
    repeat(
        call,
        "suspend " + call.id,
        () -> ledger.suspend(call.id),
        ending -> {
          if (ending == Ending.UNKNOWN && !call.shaken) {
            throw new AssertionError("hold %s is lost".formatted(call.id));
          }
        });
  }

  private void repeat(
      SimulatedCall call, String what, Supplier<Future<Ending>> step, Consumer<Ending> then) {
    trace.add(what);
    book.sent(call);
    step.get()
        .onComplete(
            world.heard(
                answer -> {
                  if (!alive) {
                    return;
                  }
                  book.heard(call);
                  trace.add("%s: %s", what, answer);
                  if (answer.failed()) {
                    checkFailure(answer.cause());
                    call.failures++;
                    later(PAUSE_NANOS, () -> repeat(call, what, step, then));
                  } else {
                    then.accept(answer.result());
                  }
                }));
  }

  /** Only a ledger out of reach may fail. */
  static void checkFailure(Throwable failure) {
    if (failure instanceof IllegalArgumentException || failure instanceof ArithmeticException) {
      throw new AssertionError("a step failed that is allowed", failure);
    }
  }
}
