package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;
import static dev.halftone.provider.FailureRow.ANYTHING;
import static dev.halftone.provider.FailureRow.ENVELOPE;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What each error of one provider means: its own rows first, then those that hold for HTTP
 * anywhere.
 *
 * @param rows in order; the first that matches counts, and the last matches everything
 */
record FailureTable(List<FailureRow> rows) {
  static final String REFUSED = "the safety system refuses it; change the prompt";

  /** Shapes of a refusal, which any provider of OpenAI's models may pass on. */
  static final List<FailureRow> REFUSALS =
      List.of(
          new FailureRow(ANY, "moderation_blocked", Kind.PROMPT_REFUSED, REFUSED),
          new FailureRow(ANY, "content_policy_violation", Kind.PROMPT_REFUSED, REFUSED),
          new FailureRow(ANY, "content_filter", Kind.PROMPT_REFUSED, REFUSED),
          new FailureRow(ANY, "contentFilter", Kind.PROMPT_REFUSED, REFUSED),
          new FailureRow(ANY, "ResponsibleAIPolicyViolation", Kind.PROMPT_REFUSED, REFUSED));

  private static final String SENT_ELSEWHERE =
      "redirects are not followed, because the key must not travel; configure the final address";
  private static final String NOT_ITS_OWN =
      "the answer is not the provider's own, so nobody knows whether the call was carried out";

  private static final FailureRow SUCCESS_WITH_ERROR =
      new FailureRow(
          ANY, ENVELOPE, Kind.BAD_ANSWER, "it says it succeeded and reports an error as well");

  static final List<FailureRow> HTTP =
      List.of(
          new FailureRow(301, ANYTHING, Kind.NOT_FOUND, SENT_ELSEWHERE),
          new FailureRow(302, ANYTHING, Kind.NOT_FOUND, SENT_ELSEWHERE),
          new FailureRow(307, ANYTHING, Kind.NOT_FOUND, SENT_ELSEWHERE),
          new FailureRow(308, ANYTHING, Kind.NOT_FOUND, SENT_ELSEWHERE),
          new FailureRow(400, ANYTHING, Kind.BAD_REQUEST, "it refuses a parameter"),
          new FailureRow(401, ANYTHING, Kind.UNAUTHORIZED, "it does not accept the key"),
          new FailureRow(402, ANYTHING, Kind.OUT_OF_MONEY, "the account needs money"),
          new FailureRow(403, ANYTHING, Kind.BLOCKED, "the account may not do this"),
          new FailureRow(
              404, ANYTHING, Kind.NOT_FOUND, "there is no such model, deployment or path"),
          new FailureRow(405, ANYTHING, Kind.NOT_FOUND, "the path serves something else"),
          new FailureRow(
              408, ANYTHING, Kind.TIMED_OUT, "it gave up; it may have made the image by then"),
          new FailureRow(409, ENVELOPE, Kind.OVERLOADED, "it met a conflict of its own"),
          new FailureRow(413, ANYTHING, Kind.BAD_REQUEST, "the request is too large"),
          new FailureRow(414, ANYTHING, Kind.BAD_REQUEST, "the address is too long"),
          new FailureRow(415, ANYTHING, Kind.BAD_REQUEST, "it wants another content type"),
          new FailureRow(422, ANYTHING, Kind.BAD_REQUEST, "it refuses a parameter"),
          new FailureRow(429, ANYTHING, Kind.RATE_LIMITED, "too many requests"),
          new FailureRow(431, ANYTHING, Kind.BAD_REQUEST, "too many or too long headers"),
          new FailureRow(500, ENVELOPE, Kind.SERVER_ERROR, "it failed and says so"),
          new FailureRow(503, ENVELOPE, Kind.OVERLOADED, "it is overloaded and says so"),
          new FailureRow(ANY, ANYTHING, Kind.BAD_ANSWER, NOT_ITS_OWN));

  static FailureTable of(List<FailureRow> own) {
    return of(own, List.of());
  }

  /**
   * Makes a table; of rows for the same status and token, the first one stays.
   *
   * @param behind rows of whoever stands behind a gateway, which it passes on
   */
  static FailureTable of(List<FailureRow> own, List<FailureRow> behind) {
    Map<String, FailureRow> rows = new LinkedHashMap<>();
    Stream.of(own, behind, REFUSALS, HTTP)
        .flatMap(List::stream)
        .forEach(row -> rows.putIfAbsent(row.status() + " " + row.token(), row));
    return new FailureTable(List.copyOf(rows.values()));
  }

  /** The row of an answer; where a success reports an error, its status says nothing. */
  FailureRow find(int status, ErrorBody error) {
    if (status < 300) {
      return first(row -> row.status() == ANY && error.tokens().contains(row.token()))
          .or(() -> first(row -> error.tokens().contains(row.token())))
          .orElse(SUCCESS_WITH_ERROR);
    }
    return first(row -> row.matches(status, error)).orElseThrow();
  }

  private Optional<FailureRow> first(Predicate<FailureRow> wanted) {
    return rows.stream().filter(wanted).findFirst();
  }
}
