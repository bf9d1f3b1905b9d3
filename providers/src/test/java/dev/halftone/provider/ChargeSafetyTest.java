package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageResult;
import dev.halftone.router.RoutingException;
import dev.halftone.simulator.Invoice;
import dev.halftone.simulator.InvoiceLine;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random requests through the router and every adapter to a simulator that fails at every point of
 * an exchange. Afterwards the ledger and the simulator's bill are compared call by call, and
 * nothing may be left open. {@code -Dhalftone.soak.requests=100000} makes it the long run.
 */
class ChargeSafetyTest {
  private static final int REQUESTS = Integer.getInteger("halftone.soak.requests", 1_000);
  private static final long SEED = Long.getLong("halftone.soak.seed", 17);
  private static final double FAULT_SHARE = 0.3;
  private static final int IN_FLIGHT = 48;

  private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
  private Vertx vertx = Vertx.vertx();

  @BeforeEach
  void watchBuffers() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    leaks.start();
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(leaks);
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).detachAppender(leaks);
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void traffic_failingAtEveryPoint_endsWithBooksThatAgree() throws Exception {
    Usd limit = Usd.parse("1000000");
    BookedLedger ledger =
        new BookedLedger(
            InMemoryLedger.create(
                List.of(new Budget(SoakPlant.SCOPE, limit, new Window.Total())),
                InstantSource.system()));
    SoakPlant plant = SoakPlant.start(vertx, SEED, FAULT_SHARE, ledger);
    Traffic traffic = new Traffic(plant, new SoakTraffic(SEED, plant.providers()));

    traffic.run().await(2, TimeUnit.HOURS);

    assertThat(traffic.images + traffic.failures).isEqualTo(REQUESTS);
    untilQuiet(plant);
    assertThat(ledger.open()).as("holds that never ended").isEmpty();
    checkBooks(plant.simulator().invoice(), ledger);
    System.out.printf(
        "%d requests (seed %d): %d with images, failed %s; %d calls, $%s billed, $%s in suspense%n",
        REQUESTS,
        SEED,
        traffic.images,
        traffic.reasons,
        plant.simulator().invoice().lines().size(),
        Usd.ofNanos(plant.simulator().invoice().chargedNanoUsd()),
        ledger.suspense().values().stream().reduce(Usd.ZERO, Usd::plus));
    plant.router().close().await(10, TimeUnit.SECONDS);
    untilZero(() -> plant.simulator().openConnections());
    plant.simulator().close().await(10, TimeUnit.SECONDS);
    assertThat(Pending.timers(vertx)).as("timers left behind").isZero();
    Pending.collectGarbage(vertx);
    assertThat(leaks.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }

  /** Settled is what was billed, released was not billed, and only suspense may be either. */
  private static void checkBooks(Invoice invoice, BookedLedger ledger) {
    assertThat(invoice.paidTwice()).as("paid twice").isEmpty();
    Map<String, Long> billed = new HashMap<>();
    invoice.callsByClientRequestId().forEach((id, calls) -> billed.put(id, calls.chargedNanoUsd()));
    assertThat(billed).doesNotContainKey("");
    List<String> faults = new ArrayList<>();
    Map<String, InvoiceLine> lines = new HashMap<>();
    invoice.lines().forEach(line -> lines.put(line.clientRequestId(), line));
    ledger
        .settled()
        .forEach(
            (id, charged) -> {
              if (billed.getOrDefault(id, 0L) != charged.nanos()) {
                faults.add("settled $%s, billed %s".formatted(charged, lines.get(id)));
              }
            });
    ledger
        .released()
        .forEach(
            (id, none) -> {
              if (billed.getOrDefault(id, 0L) != 0) {
                faults.add("released, billed %s".formatted(lines.get(id)));
              }
            });
    long suspended = 0;
    for (Map.Entry<String, Usd> one : ledger.suspense().entrySet()) {
      long really = billed.getOrDefault(one.getKey(), 0L);
      suspended += really;
      if (really > one.getValue().nanos()) {
        faults.add("in suspense $%s, billed %s".formatted(one.getValue(), lines.get(one.getKey())));
      }
    }
    assertThat(faults).isEmpty();
    long settled = ledger.settled().values().stream().mapToLong(Usd::nanos).sum();
    assertThat(settled + suspended).isEqualTo(invoice.chargedNanoUsd());
  }

  private void untilQuiet(SoakPlant plant) throws Exception {
    untilZero(() -> plant.simulator().unfinishedCalls());
  }

  private void untilZero(LongSupplier count) throws Exception {
    for (int looks = 0; looks < 3_000 && count.getAsLong() > 0; looks++) {
      vertx.timer(10).await(5, TimeUnit.SECONDS);
    }
    assertThat(count.getAsLong()).isZero();
  }

  /** Keeps so many requests in flight until all were sent. Runs on one context. */
  private final class Traffic {
    private final SoakPlant plant;
    private final SoakTraffic requests;
    private final Promise<Void> done = Promise.promise();
    private final Map<RoutingException.Reason, Integer> reasons =
        new EnumMap<>(RoutingException.Reason.class);
    private int sent;
    private int images;
    private int failures;

    Traffic(SoakPlant plant, SoakTraffic requests) {
      this.plant = plant;
      this.requests = requests;
    }

    Future<Void> run() {
      vertx.getOrCreateContext().runOnContext(ignored -> pump());
      return done.future();
    }

    private void pump() {
      while (sent < REQUESTS && sent - images - failures < IN_FLIGHT) {
        plant.router().generate(requests.next(sent++), partial -> {}).onComplete(this::ended);
      }
      if (images + failures == REQUESTS) {
        done.tryComplete();
      }
    }

    private void ended(AsyncResult<ImageResult> result) {
      if (result.succeeded()) {
        images++;
      } else if (result.cause() instanceof RoutingException failure) {
        failures++;
        reasons.merge(failure.reason(), 1, Integer::sum);
      } else {
        done.tryFail(result.cause());
      }
      vertx.getOrCreateContext().runOnContext(ignored -> pump());
    }
  }
}
