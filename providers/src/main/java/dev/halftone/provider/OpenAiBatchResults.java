package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.BatchItem;
import dev.halftone.image.BatchState.Status;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the lines of a batch's files mean: one item for each attempt, whatever the files
 * hold. The first line of an attempt counts, and the output file is read before the error file, so
 * that what was made is never taken for free. Not thread-safe.
 */
final class OpenAiBatchResults {
  private final Failures failures;
  private final Redaction redaction;
  private final Instant now;
  private final OpenAiBatch batch;

  /** Attempts without an item so far, and the line each was sent as. */
  private final Map<String, Long> open = new LinkedHashMap<>();

  private long made;
  private long strays;

  OpenAiBatchResults(
      Failures failures, Redaction redaction, Instant now, OpenAiBatch batch, BatchTicket ticket) {
    this.failures = failures;
    this.redaction = redaction;
    this.now = now;
    this.batch = batch;
    for (String attemptId : ticket.attemptIds()) {
      open.put(attemptId, open.size() + 1L);
    }
  }

  /** Lines that belong to no attempt still open: unreadable, repeated or not ours. */
  long strays() {
    return strays;
  }

  /** What the next line says; null if it belongs to no attempt still open. */
  @Nullable BatchItem item(ImageBody line) {
    JsonNode root = line.root();
    String attemptId = root == null ? null : WireJson.text(root.path("custom_id"));
    if (root == null || attemptId == null || open.remove(attemptId) == null) {
      strays++;
      return null;
    }
    JsonNode response = root.path("response");
    OptionalLong status = WireJson.count(response.path("status_code"));
    if (!response.isObject()) {
      return new BatchItem.Failed(attemptId, notCarriedOut(attemptId, ErrorBody.read(root)));
    }
    if (status.isEmpty() || status.getAsLong() < 200 || status.getAsLong() > 599) {
      return new BatchItem.Failed(attemptId, unclear(attemptId, "its line has no HTTP status"));
    }
    HttpAnswer<ImageBody> answer =
        new HttpAnswer<>((int) status.getAsLong(), headers(response), line);
    return item(attemptId, answer, response.path("body"));
  }

  /** Both files were read to their ends: what became of the attempts that they do not name. */
  List<BatchItem> rest() {
    List<BatchItem> rest = new ArrayList<>();
    open.forEach(
        (attemptId, line) -> rest.add(new BatchItem.Failed(attemptId, missing(attemptId, line))));
    open.clear();
    return rest;
  }

  private BatchItem item(String attemptId, HttpAnswer<ImageBody> answer, JsonNode body) {
    ErrorBody error = ErrorBody.read(body);
    if (error.own() || answer.status() > 299) {
      return new BatchItem.Failed(attemptId, refused(answer, error));
    }
    made++;
    String problem = answer.body().problem();
    ProviderAnswer.Builder read;
    try {
      read = OpenAiCodec.answer(true, body, answer.body());
    } catch (RuntimeException e) {
      problem = "it cannot be read (%s)".formatted(e.getClass().getSimpleName());
      read = null;
    }
    if (read == null) {
      String why = problem == null ? "no png, jpeg or webp image in the answer" : problem;
      return new BatchItem.Failed(attemptId, failures.unusable(answer, redaction, why));
    }
    return new BatchItem.Made(
        attemptId, read.requestId(failures.requestId(answer, redaction)).build());
  }

  private ProviderFailure refused(HttpAnswer<ImageBody> answer, ErrorBody error) {
    ProviderFailure failure = failures.of(answer, error, redaction, now);
    // A bare error is nobody's word on a connection, but here the batch itself reports it.
    return failure.kind() == Kind.BAD_ANSWER && answer.status() > 299
        ? OpenAiBatchFailures.free(failure)
        : failure;
  }

  private ProviderFailure notCarriedOut(String attemptId, ErrorBody error) {
    return error.own()
        ? refused(attemptId, 500, error)
        : unclear(attemptId, "its line has neither a response nor an error");
  }

  private ProviderFailure missing(String attemptId, long line) {
    Status status = batch.state().status();
    if (status == Status.FAILED && !batch.hasFiles()) {
      return invalid(attemptId, line);
    }
    boolean allMadeAreKnown = strays == 0 && made >= batch.state().completed();
    if (status == Status.CANCELLED && allMadeAreKnown) {
      return ProviderFailure.of(Kind.NEVER_SENT)
          .build(message(Kind.NEVER_SENT, attemptId, "the batch was cancelled before its turn"));
    }
    return unclear(attemptId, "the batch is %s and no line of its files names it");
  }

  /** The whole input was refused, perhaps because of this line, perhaps because of another. */
  private ProviderFailure invalid(String attemptId, long line) {
    JsonNode general = null;
    for (JsonNode error : batch.errors()) {
      OptionalLong at = WireJson.count(error.path("line"));
      if (at.isPresent() && at.getAsLong() == line) {
        return refused(attemptId, 400, wrapped(error));
      }
      if (at.isEmpty() && general == null) {
        general = error;
      }
    }
    if (general != null) {
      return refused(attemptId, 400, wrapped(general));
    }
    return ProviderFailure.of(Kind.BAD_REQUEST)
        .retry(Retry.SAFE)
        .build(
            message(
                Kind.BAD_REQUEST,
                attemptId,
                "the batch was refused because of other requests in it"));
  }

  private static ErrorBody wrapped(JsonNode error) {
    return ErrorBody.read(WireJson.object().set("error", error));
  }

  /**
   * An error of the batch itself; such a request is not billed.
   *
   * @param as the HTTP status it would have on a connection
   */
  private ProviderFailure refused(String attemptId, int as, ErrorBody error) {
    FailureRow row = failures.table().find(as, error);
    String code = redaction.token(error.code());
    return ProviderFailure.of(row.kind())
        .code(code)
        .build(
            message(
                row.kind(), attemptId, code == null ? row.meaning() : code + ": " + row.meaning()));
  }

  private ProviderFailure unclear(String attemptId, String why) {
    return ProviderFailure.of(Kind.BAD_ANSWER)
        .build(message(Kind.BAD_ANSWER, attemptId, why.formatted(batch.state().status())));
  }

  private String message(Kind kind, String attemptId, String why) {
    return "%s: %s: request '%s' of %s: %s"
        .formatted(failures.provider(), kind, attemptId, batch.state().batchId(), why);
  }

  private static MultiMap headers(JsonNode response) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    String requestId = WireJson.text(response.path("request_id"));
    return requestId == null ? headers : headers.set("x-request-id", requestId);
  }
}
