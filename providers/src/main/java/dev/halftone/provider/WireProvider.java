package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all providers that answer in one HTTP exchange do alike. */
final class WireProvider implements ImageProvider {
  private final CommonOptions options;
  private final String priceList;
  private final Capabilities capabilities;
  private final Wire wire;
  private final Failures failures;
  private final HttpCalls http;
  private final InstantSource clock;

  WireProvider(
      CommonOptions options,
      String priceList,
      Capabilities capabilities,
      Wire wire,
      Failures failures,
      HttpCalls http) {
    this.options = options;
    this.priceList = priceList;
    this.capabilities = capabilities;
    this.wire = wire;
    this.failures = failures;
    this.http = http;
    clock = options.clock();
  }

  @Override
  public String name() {
    return options.name();
  }

  @Override
  public String priceList() {
    return priceList;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    ProviderFailure unfit = unfit(call);
    if (unfit != null) {
      return Future.failedFuture(unfit);
    }
    HttpCall request;
    try {
      request = wire.request(call);
    } catch (RuntimeException e) {
      // Its message may quote a header, so it goes no further.
      return Future.failedFuture(
          notSent("the request cannot be written (%s)".formatted(e.getClass().getSimpleName())));
    }
    PromptLog.sending(options, call);
    Duration own = options.timeout();
    Duration timeout = own == null || own.compareTo(call.timeout()) > 0 ? call.timeout() : own;
    return http.send(request, wire.reader(call, options.limits()), timeout)
        .map(answer -> read(call, answer));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }

  /** What this provider cannot do at all is said before anything is sent. */
  private @Nullable ProviderFailure unfit(ProviderCall call) {
    if (!capabilities.models().contains(call.model())) {
      return ProviderFailure.of(Kind.NOT_FOUND)
          .build(
              "%s: not sent: it does not serve model '%s', only %s"
                  .formatted(name(), call.model(), capabilities.models()));
    }
    if (!capabilities.formats().contains(call.request().outputFormat())) {
      return notSent(
          "it does not make %s, only %s"
              .formatted(call.request().outputFormat(), capabilities.formats()));
    }
    String problem = unfitCounts(call.request());
    if (problem == null) {
      problem = wire.unfit(call);
    }
    return problem == null ? null : notSent(problem);
  }

  private @Nullable String unfitCounts(ImageRequest request) {
    if (request.n() > capabilities.imagesPerCall()) {
      return "it makes %d images a call, not %d"
          .formatted(capabilities.imagesPerCall(), request.n());
    }
    List<InputImage> images = request.inputImages();
    InputImage mask = request.mask();
    if (images.size() > capabilities.inputImages()) {
      return "it takes %d reference images, not %d"
          .formatted(capabilities.inputImages(), images.size());
    }
    if (mask != null && !capabilities.mask()) {
      return "it does not take a mask";
    }
    return images.stream().anyMatch(image -> image.bytes() == null)
            || (mask != null && mask.bytes() == null)
        ? "an input image or the mask is a size without bytes"
        : null;
  }

  private ProviderFailure notSent(String why) {
    return ProviderFailure.of(Kind.BAD_REQUEST)
        .retry(Retry.SAFE)
        .build("%s: not sent: %s".formatted(name(), why));
  }

  private ProviderAnswer read(ProviderCall call, HttpAnswer<ImageBody> answer) {
    List<Secret> secrets = new ArrayList<>(wire.secrets());
    secrets.add(options.key());
    Redaction redaction = new Redaction(secrets, call.request().prompt());
    JsonNode root = answer.body().root();
    ErrorBody error = ErrorBody.read(root);
    if (error.own() || answer.status() < 200 || answer.status() > 299) {
      throw failures.of(answer, error, redaction, clock.instant());
    }
    String problem = answer.body().problem();
    if (root == null) {
      throw failures.unusable(
          answer, redaction, problem == null ? "the body is not a JSON object" : problem);
    }
    ProviderAnswer.Builder read;
    try {
      read = wire.answer(root, answer.body());
    } catch (RuntimeException e) {
      String type = e.getClass().getSimpleName();
      throw failures.unusable(answer, redaction, "it cannot be read (%s)".formatted(type));
    }
    if (read == null && problem == null && OpenAiCodec.isFiltered(root)) {
      throw failures.filtered(answer, redaction);
    }
    if (read == null) {
      throw failures.unusable(
          answer,
          redaction,
          problem == null ? "no png, jpeg or webp image in the answer" : problem);
    }
    ProviderAnswer made = read.limits(RateLimitHeaders.limits(answer.headers())).build();
    return made.requestId() != null
        ? made
        : made.newBuilder().requestId(failures.requestId(answer, redaction)).build();
  }
}
