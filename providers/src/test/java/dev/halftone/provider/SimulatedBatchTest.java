package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import dev.halftone.simulator.InvoiceLine;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole batches against the simulator in simulated time; its bill is the judge. */
class SimulatedBatchTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final String MODEL = "gpt-image-2";

  private final Vertx vertx = Vertx.vertx();
  private final CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
  private final AtomicLong nanos = new AtomicLong();
  private Simulator simulator = simulator(Duration.ofMinutes(10));
  private BatchProvider provider = provider();

  @AfterEach
  void close() throws Exception {
    await(provider.close());
    await(simulator.close());
    await(vertx.close());
  }

  @Test
  void batch_failingInPart_billsWhatItsItemsSay() throws Exception {
    BatchTicket ticket =
        submit(
            call("fox", request("a fox")),
            call("two", request("two owls").newBuilder().n(2).build()),
            call("bad", request("a gore elk")),
            call("wide", request("an elk").newBuilder().size(new ImageSize(3840, 64)).build()));
    assertThat(await(provider.state(ticket.batchId())).status()).isEqualTo(Status.VALIDATING);
    pass(Duration.ofMinutes(10));
    BatchState state = end(ticket);
    assertThat(state.status()).isEqualTo(Status.COMPLETED);
    assertThat(state.completed()).isEqualTo(2);
    assertThat(state.failed()).isEqualTo(2);
    Map<String, BatchItem> items = results(ticket);
    check(items, "bad", Kind.PROMPT_REFUSED, Retry.NEVER);
    check(items, "wide", Kind.BAD_REQUEST, Retry.NEVER);
    assertThat(made(items, "two").answer().images())
        .hasSize(2)
        .allMatch(image -> image.format() == OutputFormat.PNG);
    assertThat(bill(items)).isEqualTo(charged()).isPositive();
    chargedByAttempt()
        .forEach((id, charge) -> assertThat(nanos(items, id)).as(id).isEqualTo(charge));
  }

  @Test
  void batch_expired_billsWhatWasMadeAndFreesTheRest() throws Exception {
    restart(Duration.ofHours(30));
    BatchTicket ticket =
        submit(
            call("a", request("a fox")), call("b", request("an owl")), call("c", request("elk")));
    pass(Duration.ofHours(24));
    assertThat(end(ticket).status()).isEqualTo(Status.EXPIRED);
    Map<String, BatchItem> items = results(ticket);
    check(items, "c", Kind.OVERLOADED, Retry.SAFE);
    assertThat(bill(items)).isEqualTo(charged()).isPositive();
    assertThat(results(ticket).keySet()).as("results can be read again").isEqualTo(items.keySet());
  }

  @Test
  void batch_cancelled_billsWhatWasMadeAndFreesTheRest() throws Exception {
    BatchTicket ticket =
        submit(
            call("a", request("a fox")), call("b", request("an owl")), call("c", request("elk")));
    pass(Duration.ofMinutes(5));
    assertThat(await(provider.cancel(ticket.batchId())).status()).isEqualTo(Status.CANCELLING);
    assertThat(end(ticket).status()).isEqualTo(Status.CANCELLED);
    Map<String, BatchItem> items = results(ticket);
    check(items, "c", Kind.NEVER_SENT, Retry.SAFE);
    assertThat(bill(items)).isEqualTo(charged()).isPositive();
    assertThat(await(provider.cancel(ticket.batchId())).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void batch_ofEdits_billsItsReferences() throws Exception {
    ImageRequest edit =
        request("a fox").newBuilder().inputImages(List.of(EditContract.REFERENCE)).build();
    BatchTicket ticket = submit(call("a", edit));
    pass(Duration.ofMinutes(10));
    end(ticket);
    Map<String, BatchItem> items = results(ticket);
    Usage usage = Objects.requireNonNull(made(items, "a").answer().usage());
    assertThat(usage.imageInput()).isPositive();
    assertThat(bill(items)).isEqualTo(charged());
  }

  @Test
  void batch_sent_isFoundByOurOwnId() throws Exception {
    BatchTicket first = submit(call("a", request("a fox")));
    assertThat(await(provider.find("own")).map(BatchState::batchId)).contains(first.batchId());
    assertThat(await(provider.find("other"))).isEmpty();
  }

  private Simulator simulator(Duration batch) {
    Simulator made =
        Simulator.create(
            vertx,
            SimulatorOptions.calm()
                .clock(() -> Instant.parse("2026-11-20T12:00:00Z"))
                .nanoTicker(nanos::get)
                .blockedWords(Set.of("gore"))
                .batchDuration(batch)
                .build());
    made.listen(0).toCompletionStage().toCompletableFuture().join();
    return made;
  }

  private BatchProvider provider() {
    return OpenAiBatches.create(
        vertx,
        OpenAiOptions.builder()
            .key(Secret.of("simulator-key"))
            .baseUrl(simulator.openAiBaseUrl())
            .models(Set.of(MODEL))
            .build());
  }

  private void restart(Duration batch) throws Exception {
    await(provider.close());
    await(simulator.close());
    simulator = simulator(batch);
    provider = provider();
  }

  private BatchTicket submit(ProviderCall... calls) throws Exception {
    return await(provider.submit("own", List.of(calls)));
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Asks until the files are written; each answer is awaited, so this does not spin. */
  private BatchState end(BatchTicket ticket) throws Exception {
    for (int i = 0; i < 100_000; i++) {
      BatchState state = await(provider.state(ticket.batchId()));
      if (state.status().hasEnded()) {
        return state;
      }
    }
    throw new AssertionError("the batch does not end");
  }

  private Map<String, BatchItem> results(BatchTicket ticket) throws Exception {
    Map<String, BatchItem> items = new HashMap<>();
    await(
        provider.results(
            ticket,
            item -> {
              assertThat(items.put(item.attemptId(), item)).isNull();
              return Future.succeededFuture();
            }));
    assertThat(items.keySet()).isEqualTo(Set.copyOf(ticket.attemptIds()));
    return items;
  }

  private long bill(Map<String, BatchItem> items) {
    return items.keySet().stream().mapToLong(id -> nanos(items, id)).sum();
  }

  /** What an item costs by our own arithmetic, in nano-dollars. */
  private long nanos(Map<String, BatchItem> items, String attemptId) {
    BatchItem item = Objects.requireNonNull(items.get(attemptId));
    if (item instanceof BatchItem.Failed failed) {
      assertThat(failed.failure().billed()).isEqualTo(Billed.NO);
      return 0;
    }
    Usage usage = Objects.requireNonNull(((BatchItem.Made) item).answer().usage());
    return estimator.charge(provider.priceList(), MODEL, usage, true, TODAY).nanos();
  }

  private long charged() {
    return simulator.invoice().chargedNanoUsd();
  }

  private Map<String, Long> chargedByAttempt() {
    return simulator.invoice().lines().stream()
        .collect(Collectors.toMap(InvoiceLine::clientRequestId, InvoiceLine::chargedNanoUsd));
  }

  private static BatchItem.Made made(Map<String, BatchItem> items, String attemptId) {
    assertThat(items.get(attemptId)).isInstanceOf(BatchItem.Made.class);
    return (BatchItem.Made) Objects.requireNonNull(items.get(attemptId));
  }

  private static void check(
      Map<String, BatchItem> items, String attemptId, Kind kind, Retry retry) {
    assertThat(items.get(attemptId)).isInstanceOf(BatchItem.Failed.class);
    BatchItem.Failed failed = (BatchItem.Failed) Objects.requireNonNull(items.get(attemptId));
    assertThat(failed.failure().kind()).isEqualTo(kind);
    assertThat(failed.failure().retry()).isEqualTo(retry);
    assertThat(failed.failure().billed()).isEqualTo(Billed.NO);
  }

  private static ImageRequest request(String prompt) {
    return ImageRequest.builder(prompt).size(new ImageSize(1536, 1024)).build();
  }

  private static ProviderCall call(String attemptId, ImageRequest request) {
    return new ProviderCall(
        attemptId, request, MODEL, Quality.LOW, Thinking.OFF, Duration.ofSeconds(9));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
