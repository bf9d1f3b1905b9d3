package dev.halftone.fleet;

import dev.halftone.budget.Reservation;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The calls of a baseline: each under its own hold, ended by what came of it. */
final class BaselineCalls {
  private static final long GRACE = 5 * VirtualTime.SECOND;

  private final World world;
  private final Choice choice;
  private final Resting resting;

  BaselineCalls(World world, Choice choice, Resting resting) {
    this.world = world;
    this.choice = choice;
    this.resting = resting;
  }

  /**
   * What calls made side by side brought.
   *
   * @param images how many images
   * @param stop why nothing more may be sent; null if it may
   */
  record Round(int images, Outcome.@Nullable End stop) {
    Round plus(Round other) {
      return new Round(images + other.images, stop == null ? other.stop : stop);
    }
  }

  Future<Void> sleep(long nanos) {
    Promise<Void> awake = Promise.promise();
    world.time().schedule(nanos, awake::tryComplete);
    return awake.future();
  }

  /** Asks one provider for so many images, in as many calls as it needs. */
  Future<Round> round(Job job, int provider, int attempt, int images, long leftNanos) {
    int perCall = world.providers().get(provider).profile().imagesPerCall();
    List<Future<Round>> calls = new ArrayList<>();
    for (int left = images; left > 0; left -= perCall) {
      String id = "j-%d-%d-%d".formatted(job.id(), attempt, calls.size());
      calls.add(call(job, provider, id, Math.min(left, perCall), leftNanos));
    }
    return Future.all(calls)
        .map(all -> calls.stream().map(Future::result).reduce(new Round(0, null), Round::plus));
  }

  private Future<Round> call(Job job, int provider, String id, int n, long leftNanos) {
    ModelProvider to = world.providers().get(provider);
    ImageSpec spec = job.spec().newBuilder().n(n).build();
    LocalDate today = world.time().day();
    Quote quote = world.prices().quote(to.priceList(), ModelProvider.MODEL, spec, today);
    return world
        .ledger()
        .reserve(id, job.request().charge(), quote.most())
        .compose(
            answer ->
                answer instanceof Reservation.Held
                    ? send(job, provider, id, quote, leftNanos)
                    : Future.succeededFuture(new Round(0, Outcome.End.OUT_OF_BUDGET)));
  }

  private Future<Round> send(Job job, int provider, String id, Quote quote, long leftNanos) {
    ModelProvider to = world.providers().get(provider);
    long start = world.time().nanos();
    ProviderCall call =
        new ProviderCall(
            id,
            job.request().newBuilder().n(quote.spec().n()).build(),
            ModelProvider.MODEL,
            quote.spec().quality(),
            quote.spec().thinking(),
            Duration.ofNanos(leftNanos));
    choice.started(provider);
    return inTime(to.generate(call), leftNanos)
        .transform(
            ended -> {
              long now = world.time().nanos();
              ProviderFailure failure = (ProviderFailure) ended.cause();
              choice.ended(provider, now - start, failure == null, now);
              resting.ended(provider, failure, now);
              return failure == null ? settle(id, quote, ended.result()) : failed(id, failure);
            });
  }

  private Future<ProviderAnswer> inTime(Future<ProviderAnswer> answer, long leftNanos) {
    Promise<ProviderAnswer> first = Promise.promise();
    Runnable cancel =
        world
            .time()
            .schedule(
                leftNanos + GRACE,
                () ->
                    first.tryFail(
                        ProviderFailure.of(ProviderFailure.Kind.TIMED_OUT).build("no answer")));
    answer.onComplete(
        ended -> {
          cancel.run();
          boolean inTime =
              ended.succeeded() ? first.tryComplete(ended.result()) : first.tryFail(ended.cause());
          assert inTime || ended.succeeded() : "only answers come late";
        });
    return first.future();
  }

  private Future<Round> settle(String id, Quote quote, ProviderAnswer answer) {
    Usd billed = answer.billed();
    Usd charged =
        billed != null
            ? billed
            : world
                .prices()
                .charge(
                    quote.priceList(),
                    ModelProvider.MODEL,
                    Objects.requireNonNull(answer.usage()),
                    false,
                    world.time().day());
    return world.ledger().settle(id, charged).map(new Round(answer.images().size(), null));
  }

  private Future<Round> failed(String id, ProviderFailure failure) {
    Outcome.End stop =
        switch (failure.retry()) {
          case SAFE -> null;
          case NEVER -> Outcome.End.PROMPT_REFUSED;
          case UNSAFE -> Outcome.End.FAILED;
        };
    return (failure.billed() == ProviderFailure.Billed.NO
            ? world.ledger().release(id)
            : world.ledger().suspend(id))
        .map(new Round(0, stop));
  }
}
