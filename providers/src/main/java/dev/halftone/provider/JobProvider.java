package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What all providers that make images as jobs, and tell where they are, do alike. */
final class JobProvider implements ImageProvider {
  private final CommonOptions options;
  private final String priceList;
  private final Capabilities capabilities;
  private final JobWire wire;
  private final Failures failures;
  private final HttpCalls submissions;
  private final HttpCalls questions;
  private final Downloads downloads;
  private final Pauses pauses;
  private final CallCheck check;

  JobProvider(
      Vertx vertx,
      CommonOptions options,
      String priceList,
      Capabilities capabilities,
      JobWire wire,
      Failures failures) {
    this.options = options;
    this.priceList = priceList;
    this.capabilities = capabilities;
    this.wire = wire;
    this.failures = failures;
    submissions = options.calls(vertx);
    questions = options.calls(vertx);
    downloads = new Downloads(vertx, options);
    pauses = new Pauses(vertx);
    check = new CallCheck(options.name(), capabilities, wire::problem);
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
    HttpCall submit;
    try {
      submit = wire.submit(call);
    } catch (RuntimeException e) {
      return Future.failedFuture(check.notWritten(e));
    }
    PromptLog.sending(options, List.of(), call);
    Redaction redaction = new Redaction(options.key(), call.request().prompt());
    Deadline deadline = options.deadline(call.timeout());
    JobTalk talk =
        new JobTalk(
            wire,
            submissions,
            questions,
            pauses,
            failures,
            redaction,
            options.limits(),
            options.clock());
    return new JobPolling(wire, talk, deadline)
        .start(call, submit)
        .compose(result -> fetch(talk, result, deadline));
  }

  @Override
  public Future<Void> close() {
    pauses.close();
    return Future.all(submissions.close(), questions.close(), downloads.close()).mapEmpty();
  }

  /** Takes what arrives: the call is paid as a whole, so one lost image does not void the rest. */
  private Future<ProviderAnswer> fetch(JobTalk talk, JobResult result, Deadline deadline) {
    List<Future<GeneratedImage>> all = new ArrayList<>();
    for (Buffer file : result.made().files()) {
      GeneratedImage image = GeneratedImage.of(file, null);
      all.add(
          image == null
              ? Future.failedFuture(Downloads.notAnImage())
              : Future.succeededFuture(image));
    }
    for (String url : result.made().urls()) {
      all.add(downloads.fetch(url, talk.redaction(), deadline));
    }
    if (all.isEmpty()) {
      String problem = result.answer().body().problem();
      return Future.failedFuture(
          talk.unusable(result.answer(), problem == null ? "no image in the answer" : problem));
    }
    return Future.join(all).transform((joined, failure) -> answer(talk, result, all));
  }

  private Future<ProviderAnswer> answer(
      JobTalk talk, JobResult result, List<Future<GeneratedImage>> all) {
    List<GeneratedImage> arrived =
        all.stream().filter(Future::succeeded).map(Future::result).toList();
    if (arrived.isEmpty()) {
      Throwable cause = Objects.requireNonNull(all.get(0).cause());
      return Future.failedFuture(talk.lost(result, cause));
    }
    return Future.succeededFuture(
        ProviderAnswer.of(arrived)
            .billedUnits(wire.units(result.answer().headers()))
            .requestId(talk.requestId(result))
            .limits(RateLimitHeaders.limits(result.answer().headers()))
            .build());
  }
}
