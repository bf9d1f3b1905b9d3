package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** fal's queue and its direct calls. */
final class FalWire implements JobWire {
  /** Images come as addresses, so no field of an answer is read as one. */
  private static final String NO_FIELD = "";

  private final FalOptions options;
  private final CommonOptions common;
  private final boolean background;

  FalWire(FalOptions options) {
    this.options = options;
    common = options.common();
    background = FalCodec.takesBackground(common.models());
  }

  @Override
  public @Nullable String problem(ProviderCall call) {
    return null;
  }

  @Override
  public HttpCall submit(ProviderCall call) {
    MultiMap headers =
        headers()
            .set("Content-Type", "application/json")
            .set("X-Client-Request-Id", call.attemptId());
    if (!options.direct()) {
      // The router decides what is tried again, and where: ten silent tries would hide each failure
      // and what each of them cost.
      headers.set("X-Fal-No-Retry", "1");
    }
    if (!options.fallback()) {
      // Another endpoint has another price than the one that was quoted and held.
      headers.set("x-app-fal-disable-fallback", "true");
    }
    Duration start = options.startTimeout();
    if (start != null) {
      headers.set("X-Fal-Request-Timeout", Long.toString(start.toSeconds()));
    }
    return new HttpCall(
        HttpMethod.POST,
        common.baseUrl() + "/" + endpoint(call),
        headers,
        FalCodec.request(call, background));
  }

  @Override
  public HttpCall poll(Job job) {
    return HttpCall.get(job.pollUrl(), headers());
  }

  @Override
  public HttpCall result(Job job) {
    return HttpCall.get(job.resultUrl(), headers());
  }

  @Override
  public @Nullable HttpCall cancel(Job job) {
    String url = job.cancelUrl();
    return url == null ? null : HttpCall.put(url, headers());
  }

  @Override
  public boolean hasEnded(HttpAnswer<ImageBody> cancelled) {
    JsonNode root = cancelled.body().root();
    return root != null && root.path("status").asText("").equals("ALREADY_COMPLETED");
  }

  @Override
  public AnswerReader<ImageBody> reader(Limits limits) {
    return new ImageBodyReader(NO_FIELD, limits);
  }

  @Override
  public ErrorBody error(HttpAnswer<ImageBody> answer) {
    JsonNode root = answer.body().root();
    boolean state = root != null && root.path("status").isTextual();
    // A state may hold an error as well; it belongs to the job, and not to the question.
    return state && answer.status() <= 299
        ? ErrorBody.read(null)
        : FalErrors.read(root, answer.headers());
  }

  @Override
  public JobState submitted(ProviderCall call, HttpAnswer<ImageBody> answer) {
    JsonNode root = answer.body().root();
    if (options.direct()) {
      return FalCodec.images(root);
    }
    String id = root == null ? null : SameOrigin.id(WireJson.text(root.path("request_id")));
    if (root == null || id == null) {
      return new JobState.Odd("it took the job on and told no id that can be used");
    }
    String base = common.baseUrl();
    String own = base + "/" + FalCodec.app(endpoint(call)) + "/requests/" + id;
    return new JobState.Pending(
        new Job(
            id,
            SameOrigin.or(base, WireJson.text(root.path("status_url")), own + "/status"),
            SameOrigin.or(base, WireJson.text(root.path("response_url")), own),
            SameOrigin.or(base, WireJson.text(root.path("cancel_url")), own + "/cancel")));
  }

  @Override
  public JobState polled(Job job, HttpAnswer<ImageBody> answer) {
    JsonNode root = answer.body().root();
    String status = root == null ? null : WireJson.text(root.path("status"));
    if (root == null || status == null) {
      return new JobState.Odd("its state is not told");
    }
    return switch (status) {
      case "IN_QUEUE", "IN_PROGRESS" -> new JobState.Pending(job);
      case "COMPLETED" -> {
        ErrorBody error = FalErrors.read(root, answer.headers());
        yield new JobState.Ended(error.own() ? error : null);
      }
      default -> new JobState.Odd("its state is a word that is not known");
    };
  }

  @Override
  public JobState fetched(HttpAnswer<ImageBody> answer) {
    return FalCodec.images(answer.body().root());
  }

  @Override
  public @Nullable BillableUnits units(MultiMap headers) {
    return FalCodec.units(headers);
  }

  private static String endpoint(ProviderCall call) {
    return FalCodec.endpoint(call.model(), !call.request().inputImages().isEmpty());
  }

  private MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Key " + common.key().reveal());
  }
}
