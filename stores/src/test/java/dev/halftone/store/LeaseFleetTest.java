package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.VirtualTime;
import dev.halftone.store.TroubledLedger.Trouble;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many instances over one shared ledger, in virtual time, from a seed. */
class LeaseFleetTest {
  private static final Scope ORG = Scope.parse("org:acme");
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Usd LIMIT = Usd.parse("100");

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-20T10:00:00Z"));
  private final InMemoryLedger shared =
      InMemoryLedger.create(
          List.of(
              new Budget(ORG, Usd.parse("130"), new Window.Total()),
              new Budget(TEAM, LIMIT, new Window.Total())),
          time);

  /** What this test knows of a hold: the truth that the ledger must cover. */
  private static final class Truth {
    final List<Scope> scopes;
    final Member member;
    long amount;
    boolean open = true;

    Truth(List<Scope> scopes, Member member, long amount) {
      this.scopes = scopes;
      this.member = member;
      this.amount = amount;
    }
  }

  private final Map<String, Truth> truths = new LinkedHashMap<>();

  /** An instance with its own way to the shared ledger; dead once it crashed. */
  private final class Member {
    final TroubledLedger way = new TroubledLedger(shared, time);
    final LeasedLedger ledger;
    boolean alive = true;

    Member(String name, Random random, LeaseOptions options) {
      ledger =
          LeasedLedger.create(
              way,
              name,
              options,
              time,
              (delay, task) ->
                  time.schedule(
                      delay,
                      () -> {
                        if (alive) {
                          task.run();
                        }
                      }),
              random);
    }

    void crash() {
      alive = false;
      way.trouble = () -> Trouble.HANGS;
    }
  }

  private void checkPromise() {
    for (BudgetState state : shared.budgets().result()) {
      long truth = 0;
      for (Truth each : truths.values()) {
        truth += each.scopes.contains(state.budget().scope()) ? each.amount : 0;
      }
      assertThat(state.committed()).isLessThanOrEqualTo(state.budget().limit());
      assertThat(Usd.ofNanos(truth))
          .as("all money out is covered")
          .isLessThanOrEqualTo(state.committed());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void manyInstances_farTooSmallBudget_useItUpAndNeverOverspendIt(long seed) {
    Random random = new Random(seed);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      members.add(new Member("i" + i, random, LeaseOptions.newBuilder().build()));
    }
    int refusals = 0;
    for (int i = 0; refusals < 400; i++) {
      Member member = members.get(random.nextInt(members.size()));
      long amount = Usd.parse("0.05").nanos() + random.nextLong(Usd.parse("0.1").nanos());
      boolean held = reserve(member, "r" + i, List.of(TEAM), amount);
      refusals = held ? 0 : refusals + 1;
      if (held) {
        endSome(random, truth -> random.nextInt(8) == 0 ? truth.amount / 2 : truth.amount, 0.9);
      }
      time.advance(Duration.ofMillis(random.nextInt(40)));
      if (i % 16 == 0) {
        checkPromise();
      }
    }
    endSome(random, truth -> truth.amount, 1);
    for (Member member : members) {
      assertThat(member.ledger.close().succeeded()).isTrue();
    }
    checkPromise();
    BudgetState team = shared.budgets(List.of(TEAM)).result().get(0);
    assertThat(team.held()).isEqualTo(Usd.ZERO);
    assertThat(team.suspense()).isEqualTo(Usd.ZERO);
    assertThat(team.spent().nanos()).isGreaterThan(LIMIT.nanos() / 100 * 99);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32})
  void manyInstances_crashesAndTroubles_loseNoMoney(long seed) {
    Random random = new Random(seed);
    List<Member> members = new ArrayList<>();
    LeaseOptions options =
        LeaseOptions.newBuilder().onLoss(LeaseOptions.OnLoss.LEASED_ONLY).build();
    for (int i = 0; i < 6; i++) {
      members.add(troubled("i" + i, random, options));
    }
    for (int i = 0; i < 1_500; i++) {
      int chosen = random.nextInt(members.size());
      if (random.nextInt(200) == 0) {
        members.get(chosen).crash();
        members.set(chosen, troubled("i" + chosen, random, options));
      }
      List<Scope> scopes = random.nextBoolean() ? List.of(TEAM) : List.of(ORG, TEAM);
      reserve(members.get(chosen), "r" + i, scopes, 1 + random.nextLong(200_000_000));
      endSome(random, truth -> random.nextLong(truth.amount + 1), 0.4);
      time.advance(Duration.ofMillis(random.nextInt(600)));
      checkPromise();
    }
    for (Member member : members) {
      member.way.trouble = () -> Trouble.NONE;
    }
    time.advance(Duration.ofSeconds(20));
    endSome(random, truth -> truth.amount, 1);
    for (Member member : members) {
      assertThat(member.ledger.close().succeeded()).isTrue();
      assertThat(member.ledger.counts().abandoned()).isZero();
    }
    time.advance(Duration.ofMinutes(10));
    checkPromise();
    for (BudgetState state : shared.budgets().result()) {
      assertThat(state.held()).as("only the dead hold money, in suspense").isEqualTo(Usd.ZERO);
    }
  }

  private Member troubled(String name, Random random, LeaseOptions options) {
    Member member = new Member(name, random, options);
    Trouble[] all = {
      Trouble.FAILS, Trouble.ANSWER_LOST, Trouble.ANSWER_LATE, Trouble.MADE_LATE, Trouble.TWICE
    };
    member.way.delay = Duration.ofMillis(700 + random.nextInt(900));
    member.way.trouble =
        () -> random.nextInt(5) == 0 ? all[random.nextInt(all.length)] : Trouble.NONE;
    return member;
  }

  /** Whether it was held at once; later answers are heeded when they come. */
  private boolean reserve(Member member, String id, List<Scope> scopes, long amount) {
    Future<Reservation> answer = member.ledger.reserve(id, scopes, Usd.ofNanos(amount));
    answer.onSuccess(
        reservation -> {
          if (reservation instanceof Reservation.Held) {
            truths.put(id, new Truth(scopes, member, amount));
          }
        });
    return answer.succeeded() && answer.result() instanceof Reservation.Held;
  }

  /** What a hold was charged. */
  private interface Charge {
    long of(Truth truth);
  }

  private void endSome(Random random, Charge charge, double share) {
    // An ending may serve a waiter, who then adds to the truths.
    for (Map.Entry<String, Truth> each : List.copyOf(truths.entrySet())) {
      Truth truth = each.getValue();
      LeasedLedger ledger = truth.member.ledger;
      if (!truth.open || !truth.member.alive || random.nextDouble() >= share) {
        continue;
      }
      truth.open = false;
      if (random.nextInt(30) == 0 && share < 0.5) {
        assertThat(ledger.suspend(each.getKey()).result()).isEqualTo(Ending.APPLIED);
      } else {
        truth.amount = charge.of(truth);
        assertThat(ledger.settle(each.getKey(), Usd.ofNanos(truth.amount)).result())
            .isEqualTo(Ending.APPLIED);
      }
    }
  }
}
