package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A provider whose key is a token that changes; waiting for it counts towards a call's time. */
final class EntraProvider implements ImageProvider {
  private final Vertx vertx;
  private final CommonOptions options;
  private final TokenCache tokens;
  private final Function<CommonOptions, ImageProvider> withKey;
  private final ImageProvider keyless;

  /**
   * Wraps a provider.
   *
   * @param withKey makes the provider for one call; its connections are shared by all calls
   */
  EntraProvider(
      Vertx vertx,
      CommonOptions options,
      TokenSource source,
      Function<CommonOptions, ImageProvider> withKey) {
    this.vertx = vertx;
    this.options = options;
    this.withKey = withKey;
    tokens = new TokenCache(source, options.clock());
    keyless = withKey.apply(options);
  }

  @Override
  public String name() {
    return keyless.name();
  }

  @Override
  public String priceList() {
    return keyless.priceList();
  }

  @Override
  public Capabilities capabilities() {
    return keyless.capabilities();
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    Context context = vertx.getOrCreateContext();
    Promise<ProviderAnswer> answer = Promise.promise();
    Instant start = options.clock().instant();
    tokens
        .token()
        .timeout(Math.max(1, call.timeout().toMillis()), TimeUnit.MILLISECONDS)
        // The source may answer on any thread.
        .onComplete(got -> context.runOnContext(v -> send(call, start, got).onComplete(answer)));
    return answer.future();
  }

  private Future<ProviderAnswer> send(
      ProviderCall call, Instant start, AsyncResult<AccessToken> got) {
    if (got.failed()) {
      return notSent("no token (%s)".formatted(got.cause().getClass().getSimpleName()));
    }
    AccessToken token = got.result();
    Instant now = options.clock().instant();
    if (!now.isBefore(token.expiresAt())) {
      return notSent("the token that its source gave has expired");
    }
    Duration left = call.timeout().minus(Duration.between(start, now));
    return withKey
        .apply(options.withKey(token.value()))
        .generate(call.withTimeout(left))
        .onFailure(
            cause -> {
              if (cause instanceof ProviderFailure failure && failure.kind() == Kind.UNAUTHORIZED) {
                tokens.refused(token);
              }
            });
  }

  private Future<ProviderAnswer> notSent(String why) {
    return Future.failedFuture(
        ProviderFailure.of(Kind.UNAUTHORIZED)
            .build("%s: not sent: %s".formatted(options.name(), why)));
  }

  @Override
  public Future<Void> close() {
    return keyless.close();
  }
}
