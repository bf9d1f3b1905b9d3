package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
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
  private final CallCheck check;
  private final @Nullable Downloads downloads;

  WireProvider(
      CommonOptions options,
      String priceList,
      Capabilities capabilities,
      Wire wire,
      Failures failures,
      HttpCalls http) {
    this(options, priceList, capabilities, wire, failures, http, null);
  }

  /**
   * Makes it.
   *
   * @param downloads fetches images that an answer tells the addresses of; null if none does
   */
  WireProvider(
      CommonOptions options,
      String priceList,
      Capabilities capabilities,
      Wire wire,
      Failures failures,
      HttpCalls http,
      @Nullable Downloads downloads) {
    this.options = options;
    this.priceList = priceList;
    this.capabilities = capabilities;
    this.wire = wire;
    this.failures = failures;
    this.http = http;
    this.downloads = downloads;
    clock = options.clock();
    check = new CallCheck(options.name(), capabilities, wire::unfit);
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
    ProviderFailure unfit = check.unfit(call);
    if (unfit != null) {
      return Future.failedFuture(unfit);
    }
    HttpCall request;
    try {
      request = wire.request(call);
    } catch (RuntimeException e) {
      return Future.failedFuture(check.notWritten(e));
    }
    PromptLog.sending(options, wire.secrets(), call);
    Deadline deadline = options.deadline(call.timeout());
    return http.send(request, wire.reader(call, options.limits()), options.timeout(call.timeout()))
        .compose(answer -> read(call, answer, deadline));
  }

  @Override
  public Future<Void> close() {
    return downloads == null
        ? http.close()
        : Future.all(http.close(), downloads.close()).mapEmpty();
  }

  private Future<ProviderAnswer> read(
      ProviderCall call, HttpAnswer<ImageBody> answer, Deadline deadline) {
    List<Secret> secrets = new ArrayList<>(wire.secrets());
    secrets.add(options.key());
    Redaction redaction = new Redaction(secrets, call.request().prompt());
    JsonNode root = answer.body().root();
    ErrorBody error = ErrorBody.read(root);
    if (error.own() || answer.status() < 200 || answer.status() > 299) {
      throw billed(root, failures.of(answer, error, redaction, clock.instant()));
    }
    if (root == null) {
      String problem = answer.body().problem();
      throw failures.unusable(
          answer, redaction, problem == null ? "the body is not a JSON object" : problem);
    }
    if (downloads == null) {
      LinkedImages none = new LinkedImages(answer.body(), null);
      return Future.succeededFuture(made(call, answer, root, none, redaction));
    }
    return LinkedImages.fetch(answer.body(), downloads, redaction, deadline)
        .map(fetched -> made(call, answer, root, fetched, redaction));
  }

  private ProviderAnswer made(
      ProviderCall call,
      HttpAnswer<ImageBody> answer,
      JsonNode root,
      LinkedImages images,
      Redaction redaction) {
    ProviderAnswer.Builder read;
    try {
      read = wire.answer(call, root, images.body());
    } catch (RuntimeException e) {
      String type = e.getClass().getSimpleName();
      throw billed(
          root, failures.unusable(answer, redaction, "it cannot be read (%s)".formatted(type)));
    }
    if (read == null && answer.body().problem() == null && OpenAiCodec.isFiltered(root)) {
      throw failures.filtered(answer, redaction);
    }
    if (read == null) {
      throw billed(root, without(answer, images, redaction));
    }
    ProviderAnswer made = read.limits(RateLimitHeaders.limits(answer.headers())).build();
    ProviderAnswer.Builder shown = made.newBuilder().dropped(shown(made.dropped(), redaction));
    return made.requestId() != null
        ? shown.build()
        : shown.requestId(failures.requestId(answer, redaction)).build();
  }

  /** A success without images: if they were made and cannot be fetched, they are paid for. */
  private ProviderFailure without(
      HttpAnswer<ImageBody> answer, LinkedImages images, Redaction redaction) {
    if (images.lost() != null) {
      return ProviderFailure.of(Kind.BAD_ANSWER)
          .billed(Billed.YES)
          .status(answer.status())
          .requestId(failures.requestId(answer, redaction))
          .build(Downloads.lost(name(), images.lost()));
    }
    String problem = answer.body().problem();
    return failures.unusable(
        answer, redaction, problem == null ? "no png, jpeg or webp image in the answer" : problem);
  }

  private ProviderFailure billed(@Nullable JsonNode root, ProviderFailure failure) {
    Usd told = root == null ? null : wire.billed(root);
    return told == null
        ? failure
        : ToldBill.of(failure, Billed.YES).billedAmount(told).build(failure.getMessage());
  }

  private static List<String> shown(List<String> names, Redaction redaction) {
    return names.stream().filter(name -> redaction.token(name) != null).distinct().toList();
  }
}
