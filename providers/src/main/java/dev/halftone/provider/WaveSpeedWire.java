package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.BillableUnits;
import dev.halftone.image.ProviderCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WaveSpeedAI's predictions. */
final class WaveSpeedWire implements JobWire {
  private static final String API = "/api/v3/";
  private static final String OUTPUTS = "outputs";
  private static final String NO_FIELD = "";

  private final WaveSpeedOptions options;
  private final CommonOptions common;

  WaveSpeedWire(WaveSpeedOptions options) {
    this.options = options;
    common = options.common();
  }

  @Override
  public @Nullable String problem(ProviderCall call) {
    return WaveSpeedCodec.takes(call.quality())
        ? null
        : "it knows no quality '%s', only low, medium and high".formatted(call.quality());
  }

  @Override
  public HttpCall submit(ProviderCall call) {
    MultiMap headers =
        headers()
            .set("Content-Type", "application/json")
            .set("X-Client-Request-Id", call.attemptId());
    return new HttpCall(
        HttpMethod.POST,
        common.baseUrl() + API + WaveSpeedCodec.endpoint(call),
        headers,
        WaveSpeedCodec.request(call, options.syncMode(), options.base64Output()));
  }

  @Override
  public HttpCall poll(Job job) {
    return HttpCall.get(job.pollUrl(), headers());
  }

  @Override
  public HttpCall result(Job job) {
    return HttpCall.get(job.resultUrl(), headers());
  }

  /** None of its clients knows a way to cancel. */
  @Override
  public @Nullable HttpCall cancel(Job job) {
    return null;
  }

  @Override
  public boolean hasEnded(HttpAnswer<ImageBody> cancelled) {
    return false;
  }

  @Override
  public AnswerReader<ImageBody> reader(Limits limits) {
    return new ImageBodyReader(options.base64Output() ? OUTPUTS : NO_FIELD, limits);
  }

  @Override
  public ErrorBody error(HttpAnswer<ImageBody> answer) {
    return WaveSpeedCodec.error(answer.body().root(), answer.status());
  }

  @Override
  public JobState submitted(ProviderCall call, HttpAnswer<ImageBody> answer) {
    JsonNode data = data(answer);
    String id = SameOrigin.id(WireJson.text(data.path("id")));
    if (id == null) {
      return new JobState.Odd("it told no id that can be used");
    }
    String own = common.baseUrl() + API + "predictions/" + id + "/result";
    String told = WireJson.text(data.path("urls").path("get"));
    String url = SameOrigin.or(common.baseUrl(), told, own);
    JobState state = state(new Job(id, url, url, null), answer);
    // The job exists, so a state that cannot be understood is asked for once more.
    return state instanceof JobState.Odd
        ? new JobState.Pending(new Job(id, url, url, null))
        : state;
  }

  @Override
  public JobState polled(Job job, HttpAnswer<ImageBody> answer) {
    return state(job, answer);
  }

  /** The result is in the state itself. */
  @Override
  public JobState fetched(HttpAnswer<ImageBody> answer) {
    return made(answer);
  }

  @Override
  public @Nullable BillableUnits units(MultiMap headers) {
    return null;
  }

  private JobState state(Job job, HttpAnswer<ImageBody> answer) {
    JsonNode data = data(answer);
    String status = data.path("status").asText("");
    return switch (status) {
      // A synchronous call that waited long enough says so with a code, and goes on.
      case "created", "processing" -> new JobState.Pending(job);
      case "completed" -> made(answer);
      case "failed", "timeout", "cancelled", "deleted" ->
          new JobState.Failed(WaveSpeedCodec.failed(data, status));
      default -> new JobState.Odd("its state is a word that is not known");
    };
  }

  private JobState made(HttpAnswer<ImageBody> answer) {
    List<String> urls = new ArrayList<>();
    List<Buffer> files = new ArrayList<>();
    for (JsonNode output : data(answer).path(OUTPUTS)) {
      if (options.base64Output()) {
        Buffer file = answer.body().image(output);
        if (file != null) {
          files.add(file);
        }
      } else if (output.isTextual()) {
        urls.add(output.textValue());
      }
    }
    return new JobState.Made(urls, files);
  }

  private static JsonNode data(HttpAnswer<ImageBody> answer) {
    JsonNode root = answer.body().root();
    return root == null ? WireJson.object() : root.path("data");
  }

  private MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap()
        .set("Authorization", "Bearer " + common.key().reveal());
  }
}
