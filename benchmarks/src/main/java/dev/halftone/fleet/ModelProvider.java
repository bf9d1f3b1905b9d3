package dev.halftone.fleet;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.TextTokens;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Quota;
import dev.halftone.image.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of a provider: it has limits, a price list, and a {@link Nature}; it makes no images, and
 * is exact about what it bills. A call is billed at the prices of the day on which it was accepted,
 * once its images are made, whether or not anybody still waits for them.
 */
final class ModelProvider implements ImageProvider {
  static final String MODEL = "gpt-image-2";

  private static final long REFUSAL_NANOS = VirtualTime.SECOND / 5;
  private static final GeneratedImage IMAGE =
      new GeneratedImage(Buffer.buffer("image"), OutputFormat.PNG, null);

  private final Profile profile;
  private final Nature nature;
  private final VirtualTime time;
  private final CostEstimator prices;
  private final Bills bills;
  private final MinuteLimit requests;
  private final MinuteLimit images;
  private final Pressure pressure = new Pressure();
  private final Map<Integer, Integer> timesAsked = new HashMap<>();
  private final Capabilities capabilities;

  ModelProvider(
      Profile profile, Nature nature, VirtualTime time, CostEstimator prices, Bills bills) {
    this.profile = profile;
    this.nature = nature;
    this.time = time;
    this.prices = prices;
    this.bills = bills;
    requests = new MinuteLimit(profile.requestsPerMinute());
    images = new MinuteLimit(profile.imagesPerMinute());
    capabilities = capabilities(profile);
  }

  private static Capabilities capabilities(Profile profile) {
    Quota quota =
        profile.telling() == Profile.Telling.DECLARED
            ? new Quota(
                (long) profile.requestsPerMinute(), (long) profile.imagesPerMinute(), null, null)
            : Quota.NONE;
    return Capabilities.of(Set.of(MODEL))
        .imagesPerCall(profile.imagesPerCall())
        .quota(quota)
        .build();
  }

  @Override
  public String name() {
    return profile.name();
  }

  @Override
  public String priceList() {
    return profile.name();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  Profile profile() {
    return profile;
  }

  Pressure pressure() {
    return pressure;
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    Promise<ProviderAnswer> promise = Promise.promise();
    long now = time.nanos();
    int n = call.request().n();
    if (requests.left(now) < 1 || images.left(now) < n) {
      pressure.refused(now);
      long wait = Math.max(requests.waitNanos(1, now), images.waitNanos(n, now));
      fail(promise, Kind.RATE_LIMITED, REFUSAL_NANOS, Duration.ofSeconds(seconds(wait)), limits());
      return promise.future();
    }
    requests.take(1, now);
    images.take(n, now);
    int job = Job.idOf(call.request());
    int before = timesAsked.merge(job, 1, Integer::sum) - 1;
    Quote quote = quote(call, n);
    Fate fate = nature.fate(job, before, quote.usage().imageOutput() / n, n, now);
    // Headers say what was left when the call was let in, not when its images were made.
    meet(promise, call, fate, quote, limits());
    return promise.future();
  }

  private void meet(
      Promise<ProviderAnswer> promise,
      ProviderCall call,
      Fate fate,
      Quote quote,
      List<RateLimit> limits) {
    boolean billed = fate.end() == Fate.End.ANSWERED || fate.end() == Fate.End.LOST;
    if (billed) {
      time.schedule(fate.nanos(), () -> bills.charge(call.attemptId(), quote.expected()));
    }
    long timeout = call.timeout().toNanos();
    if (fate.end() == Fate.End.HANGS || (fate.nanos() > timeout && profile.keepsTime())) {
      if (profile.keepsTime()) {
        fail(promise, Kind.TIMED_OUT, timeout, null, limits);
      }
      return;
    }
    switch (fate.end()) {
      case ANSWERED ->
          time.schedule(
              fate.nanos(), () -> promise.complete(answer(quote, call.request().n(), limits)));
      case LOST -> fail(promise, Kind.CUT, fate.nanos(), null, limits);
      case FAULT -> fail(promise, Kind.SERVER_ERROR, fate.nanos(), null, limits);
      case REFUSED -> fail(promise, Kind.PROMPT_REFUSED, fate.nanos(), null, limits);
      case UNREACHED -> fail(promise, Kind.NEVER_SENT, fate.nanos(), null, limits);
      case HANGS -> throw new IllegalStateException("hanging was dealt with");
    }
  }

  private ProviderAnswer answer(Quote quote, int n, List<RateLimit> limits) {
    ProviderAnswer.Builder answer = ProviderAnswer.of(Collections.nCopies(n, IMAGE)).limits(limits);
    return profile.tellsBill()
        ? answer.billed(quote.expected()).build()
        : answer.usage(quote.usage()).build();
  }

  private void fail(
      Promise<ProviderAnswer> promise,
      Kind kind,
      long inNanos,
      @Nullable Duration comeBackIn,
      List<RateLimit> limits) {
    boolean answered =
        kind == Kind.SERVER_ERROR || kind == Kind.PROMPT_REFUSED || kind == Kind.RATE_LIMITED;
    time.schedule(
        inNanos,
        () ->
            promise.fail(
                ProviderFailure.of(kind)
                    .comeBackIn(comeBackIn)
                    .limits(answered ? limits : List.of())
                    .build(profile.name() + " " + kind)));
  }

  private List<RateLimit> limits() {
    if (profile.telling() != Profile.Telling.HEADERS) {
      return List.of();
    }
    return List.of(told(RateLimit.Kind.REQUESTS, requests), told(RateLimit.Kind.IMAGES, images));
  }

  private RateLimit told(RateLimit.Kind kind, MinuteLimit limit) {
    long now = time.nanos();
    return new RateLimit(
        kind, limit.limit(), limit.left(now), Duration.ofSeconds(seconds(limit.resetNanos(now))));
  }

  private static long seconds(long nanos) {
    return (nanos + VirtualTime.SECOND - 1) / VirtualTime.SECOND;
  }

  private Quote quote(ProviderCall call, int n) {
    ImageRequest request = call.request();
    ImageSpec spec =
        ImageSpec.builder()
            .size(request.size())
            .quality(call.quality())
            .n(n)
            .prompt(
                TextTokens.count(request.prompt()),
                request.prompt().codePointCount(0, request.prompt().length()))
            .build();
    return prices.quote(profile.name(), call.model(), spec, time.day());
  }

  /** What one image of a quote costs, rounded down, so that it is never above its bill. */
  static Usd perImage(Quote quote) {
    return Usd.ofNanos(quote.expected().nanos() / quote.spec().n());
  }
}
