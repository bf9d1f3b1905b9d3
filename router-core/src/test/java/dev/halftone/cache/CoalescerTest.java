package dev.halftone.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoalescerTest {
  private final Coalescer<String, String> coalescer = Coalescer.create(2);

  @Test
  void join_equalWorkInFlight_isStartedOnce() {
    Promise<String> work = Promise.promise();
    var leader = coalescer.join("fox", work::future);
    var joiner = coalescer.join("fox", () -> Future.failedFuture("started twice"));
    assertThat(leader.led()).isTrue();
    assertThat(joiner.led()).isFalse();
    assertThat(coalescer.inFlight()).isEqualTo(1);
    work.complete("image");
    assertThat(leader.outcome().result()).isEqualTo("image");
    assertThat(joiner.outcome().result()).isEqualTo("image");
    assertThat(coalescer.inFlight()).isZero();
  }

  @Test
  void join_otherKey_isStartedToo() {
    coalescer.join("fox", Promise.<String>promise()::future);
    assertThat(coalescer.join("owl", () -> Future.succeededFuture("owl")).led()).isTrue();
  }

  @Test
  void join_leaderFails_failsAllAndTheNextLeadsAnew() {
    Promise<String> work = Promise.promise();
    var leader = coalescer.join("fox", work::future);
    var joiner = coalescer.join("fox", work::future);
    IllegalStateException failure = new IllegalStateException("no images");
    work.fail(failure);
    assertThat(leader.outcome().cause()).isSameAs(failure);
    assertThat(joiner.outcome().cause()).isSameAs(failure);
    assertThat(coalescer.join("fox", () -> Future.succeededFuture("image")).led()).isTrue();
  }

  @Test
  void join_fromAListenerOfTheOutcome_leadsAnew() {
    Promise<String> work = Promise.promise();
    List<Boolean> led = new ArrayList<>();
    coalescer
        .join("fox", work::future)
        .outcome()
        .onSuccess(
            image -> led.add(coalescer.join("fox", () -> Future.succeededFuture("new")).led()));
    work.complete("image");
    assertThat(led).containsExactly(true);
    assertThat(coalescer.inFlight()).isZero();
  }

  @Test
  void join_startThrowsOrReturnsNothing_failsAndLeavesNothingBehind() {
    var thrown =
        coalescer.join(
            "fox",
            () -> {
              throw new IllegalStateException("no connection");
            });
    assertThat(thrown.led()).isTrue();
    assertThat(thrown.outcome().cause()).hasMessage("no connection");
    assertThat(coalescer.inFlight()).isZero();
    assertThat(coalescer.join("fox", () -> Future.succeededFuture("image")).led()).isTrue();
  }

  @Test
  void join_joinerThatThrows_harmsNobodyElse() {
    Promise<String> work = Promise.promise();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      coalescer
          .join("fox", work::future)
          .outcome()
          .onComplete(
              outcome -> {
                told.add(outcome.result());
                throw new IllegalStateException("a listener's own trouble");
              });
    }
    work.tryComplete("image");
    assertThat(told).containsExactly("image", "image", "image");
    assertThat(coalescer.inFlight()).isZero();
  }

  @Test
  void join_tooManyInFlight_startsWithoutKeepingTrack() {
    Promise<String> work = Promise.promise();
    coalescer.join("a", work::future);
    coalescer.join("b", work::future);
    assertThat(coalescer.join("c", work::future).led()).isTrue();
    assertThat(coalescer.join("c", work::future).led()).isTrue();
    assertThat(coalescer.join("a", work::future).led()).isFalse();
    assertThat(coalescer.inFlight()).isEqualTo(2);
    work.complete("image");
    Promise<String> next = Promise.promise();
    coalescer.join("c", next::future);
    assertThat(coalescer.join("c", next::future).led()).isFalse();
  }

  @Test
  void create_noRoom_throws() {
    assertThatThrownBy(() -> Coalescer.create(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void join_thousandOnManyThreads_startsOnce() throws Exception {
    int joiners = 1_000;
    Promise<String> work = Promise.promise();
    AtomicInteger starts = new AtomicInteger();
    CountDownLatch allAsked = new CountDownLatch(joiners);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Coalescer.Joined<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < joiners; i++) {
        tasks.add(
            () -> {
              var joined =
                  coalescer.join(
                      "fox",
                      () -> {
                        starts.incrementAndGet();
                        return work.future();
                      });
              allAsked.countDown();
              return joined;
            });
      }
      var asked = threads.invokeAll(tasks, 30, TimeUnit.SECONDS);
      assertThat(allAsked.await(30, TimeUnit.SECONDS)).isTrue();
      work.complete("image");
      int leaders = 0;
      for (var each : asked) {
        assertThat(each.get().outcome().result()).isEqualTo("image");
        leaders += each.get().led() ? 1 : 0;
      }
      assertThat(leaders).isEqualTo(1);
      assertThat(starts).hasValue(1);
      assertThat(coalescer.inFlight()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void join_workThatEndsAllTheTime_neverRunsTwiceAtOnceAndLeavesNothingBehind() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        tasks.add(
            () -> {
              for (int round = 0; round < 20_000; round++) {
                Promise<String> work = Promise.promise();
                var joined =
                    coalescer.join(
                        "fox",
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          return work.future();
                        });
                if (joined.led()) {
                  running.decrementAndGet();
                  work.complete("image");
                }
                assertThat(joined.outcome().failed()).isFalse();
              }
              return null;
            });
      }
      for (var task : threads.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
        task.get();
      }
      assertThat(most).hasValue(1);
      assertThat(coalescer.inFlight()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
