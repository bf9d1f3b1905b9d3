package dev.halftone.provider;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input file of a batch: one request a line, by OpenAI's Batch guide (read 2026-02).
 *
 * @param endpoint what all its requests go to
 * @param content in pieces
 */
record OpenAiBatchFile(String endpoint, List<Buffer> content) {
  static final int MAX_REQUESTS = 50_000;

  /** 200 MB, read as the smaller of its two meanings. */
  static final long MAX_BYTES = 200_000_000;

  private static final String GENERATIONS = "/v1/images/generations";
  private static final String EDITS = "/v1/images/edits";

  /**
   * Writes the file. Takes a second for the largest, so it belongs on a worker thread.
   *
   * @throws ProviderFailure that says why these calls cannot be one batch
   */
  static OpenAiBatchFile of(List<ProviderCall> calls, CallCheck check) {
    ProviderFailure unfit = unfit(calls, check);
    if (unfit != null) {
      throw unfit;
    }
    String endpoint = calls.get(0).request().isEdit() ? EDITS : GENERATIONS;
    PieceStream lines = new PieceStream();
    for (int i = 0; i < calls.size(); i++) {
      ProviderCall call = calls.get(i);
      write(lines, line(call, endpoint));
      body(call).forEach(piece -> write(lines, piece));
      write(lines, Buffer.buffer("}\n"));
      if (lines.length() > MAX_BYTES) {
        throw check.notSent(
            "a batch holds at most %d bytes, and request %d of %d, '%s', is where they end"
                .formatted(MAX_BYTES, i + 1, calls.size(), call.attemptId()));
      }
    }
    return new OpenAiBatchFile(endpoint, lines.pieces());
  }

  private static @Nullable ProviderFailure unfit(List<ProviderCall> calls, CallCheck check) {
    if (calls.isEmpty() || calls.size() > MAX_REQUESTS) {
      return check.notSent(
          "a batch holds 1 to %d requests, not %d".formatted(MAX_REQUESTS, calls.size()));
    }
    ProviderCall first = calls.get(0);
    Set<String> ids = new HashSet<>();
    for (ProviderCall call : calls) {
      ProviderFailure unknown = check.unknownModel(call);
      if (unknown != null) {
        return unknown;
      }
      String problem = problem(call, first, ids, check);
      if (problem != null) {
        return check.notSent("request '%s': %s".formatted(call.attemptId(), problem));
      }
    }
    return null;
  }

  private static @Nullable String problem(
      ProviderCall call, ProviderCall first, Set<String> ids, CallCheck check) {
    if (call.attemptId().isBlank() || !ids.add(call.attemptId())) {
      return "its attempt id is blank or used twice in this batch";
    }
    if (!call.model().equals(first.model())) {
      return "all requests of a batch must be of one model, not '%s' and '%s'"
          .formatted(first.model(), call.model());
    }
    if (call.request().isEdit() != first.request().isEdit()) {
      return "a batch holds either edits or generations, not both";
    }
    if (call.request().partialImages() > 0) {
      return "partial images are %d; a batch does not stream"
          .formatted(call.request().partialImages());
    }
    return check.problem(call);
  }

  private static Buffer line(ProviderCall call, String endpoint) {
    return Buffer.buffer(
        "{\"custom_id\":%s,\"method\":\"POST\",\"url\":\"%s\",\"body\":"
            .formatted(TextNode.valueOf(call.attemptId()), endpoint));
  }

  /** One line whatever the prompt holds: a line break within JSON text is written as an escape. */
  private static List<Buffer> body(ProviderCall call) {
    return call.request().isEdit()
        ? OpenAiCodec.editJson(call, call.model())
        : List.of(OpenAiCodec.request(call, call.model()));
  }

  private static void write(PieceStream out, Buffer piece) {
    out.write(piece.getBytes(), 0, piece.length());
  }

  @Override
  public String toString() {
    return "OpenAiBatchFile[%s]".formatted(endpoint);
  }
}
