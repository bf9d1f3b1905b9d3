package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.stream.Stream;

/** Errors of OpenAI's Batch API beside those of single calls; source: its guide, read 2026-02. */
final class OpenAiBatchFailures {
  static final FailureTable TABLE =
      FailureTable.of(
          Stream.of(
                  List.of(
                      new FailureRow(
                          ANY,
                          "batch_expired",
                          Kind.OVERLOADED,
                          "its turn did not come within the time of the batch"),
                      new FailureRow(
                          ANY,
                          "batch_cancelled",
                          Kind.NEVER_SENT,
                          "the batch was cancelled before its turn came"),
                      new FailureRow(
                          ANY,
                          "token_limit_exceeded",
                          Kind.RATE_LIMITED,
                          "too much is waiting in batches; come back when some have ended")),
                  OpenAiFailures.ROWS)
              .flatMap(List::stream)
              .toList());

  private OpenAiBatchFailures() {}

  /** The same failure of a question that costs nothing, whatever came of it. */
  static ProviderFailure free(ProviderFailure failure) {
    Retry retry = failure.retry() == Retry.NEVER ? Retry.NEVER : Retry.SAFE;
    return with(failure, retry, Billed.NO);
  }

  /** The same failure of something that may nevertheless have been done. */
  static ProviderFailure unknown(ProviderFailure failure) {
    return with(failure, Retry.UNSAFE, Billed.UNKNOWN);
  }

  private static ProviderFailure with(ProviderFailure failure, Retry retry, Billed billed) {
    ProviderFailure.Builder copy =
        ProviderFailure.of(failure.kind())
            .retry(retry)
            .billed(billed)
            .comeBackIn(failure.comeBackIn())
            .code(failure.code())
            .requestId(failure.requestId())
            .limits(failure.limits())
            .cause(failure.getCause());
    Integer status = failure.status();
    if (status != null) {
      copy.status(status);
    }
    return copy.build(failure.getMessage());
  }
}
