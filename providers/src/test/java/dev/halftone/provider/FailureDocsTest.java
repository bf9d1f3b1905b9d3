package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/failures.md is what the code does; {@code -Dhalftone.docs.write=true} writes it. */
class FailureDocsTest {
  private static final Path FILE = Path.of("..", "docs", "failures.md");

  private static final String TEXT =
      """
      # What a failure means

      Every failure says three things: whether the same request may be sent again, whether it was billed, and when to come back.
      *Safe* means that nothing was bought, so it may be sent again, here or elsewhere. *Unsafe* means that it may have been
      bought, so sending it again may pay twice. *Never* means that the request itself is at fault. *Unknown* money stays in
      suspense. This page is written by `FailureDocsTest` from the tables in the code, and a test brings about each line of it.

      ## Without a row: how an exchange can end

      %s
      ## When to come back

      In this order: `retry-after-ms`; `Retry-After` in seconds, whole or not, or as a date; the longest `x-ratelimit-reset-*` of a
      limit whose `x-ratelimit-remaining-*` is 0, such as `6m0s` or `467ms`; "try again in" or "retry after" in the text. What
      cannot be read is passed over, a date in the past means at once, and no more than %d minutes are believed. A rate limit that
      asks to wait %d minutes or more counts as out of money, since its quota is used up.

      ## Rows

      Of each provider's rows the first that fits counts. Where a success reports an error, its code alone decides; the bill is
      unknown unless the row has it from the provider's documents, and a call whose bill is unknown is never safe to send again.

      ### OpenAI, and hosts that speak its API

      The codes of OpenAI, which gateways pass on; then those of HTTP below.

      %s
      ### Azure AI Foundry

      These, then OpenAI's, then those of HTTP.

      %s
      ### Vercel AI Gateway

      These, then OpenAI's, then those of HTTP. An error of type `AI_APICallError` is looked up under the status of the last
      provider that the gateway tried.

      %s
      ### OpenRouter

      These, then OpenAI's, then those of HTTP.

      %s
      ### fal

      By type, whatever the status, then OpenAI's refusals, then those of HTTP. `+final` stands for a type that a header marks as
      not to be retried. Billing units in an answer beat this table.

      %s
      ### WaveSpeedAI

      Codes and states of a task, then OpenAI's refusals, then those of HTTP.

      %s
      ### HTTP anywhere

      %s""";

  @Test
  void document_ofFailures_isWhatTheCodeDoes() throws IOException {
    if (Boolean.getBoolean("halftone.docs.write")) {
      Files.writeString(FILE, document());
    }
    assertThat(Files.readString(FILE))
        .as("docs/failures.md; run with -Dhalftone.docs.write=true to write it")
        .isEqualTo(document());
  }

  @ParameterizedTest
  @EnumSource
  void outcome_withATestOfItsOwn_namesOneThatExists(ExchangeOutcome outcome) throws Exception {
    String test = outcome.test();
    if (test != null) {
      String[] parts = test.split("\\.", 2);
      Class<?> type = Class.forName("dev.halftone.provider." + parts[0]);
      assertThat(Stream.of(type.getDeclaredMethods()).map(method -> method.getName()))
          .contains(parts[1]);
    }
  }

  @Test
  void row_ofATable_isThereOnce() {
    for (FailureTable table :
        List.of(OpenAiFailures.TABLE, FalFailures.TABLE, WaveSpeedFailures.TABLE)) {
      assertThat(table.rows())
          .doesNotHaveDuplicates()
          .endsWith(FailureTable.HTTP.get(FailureTable.HTTP.size() - 1));
    }
  }

  private static String document() {
    List<FailureRow> common = new ArrayList<>(FailureTable.HTTP);
    List<FailureRow> openAi = new ArrayList<>(common);
    openAi.addAll(OpenAiFailures.ROWS);
    List<FailureRow> anywhere = new ArrayList<>(common);
    anywhere.addAll(FailureTable.REFUSALS);
    return TEXT.formatted(
        FailureDocs.outcomes(),
        Failures.MAX_COME_BACK_IN.toMinutes(),
        Failures.QUOTA_WAIT.toMinutes(),
        FailureDocs.table(OpenAiFailures.TABLE.rows(), common),
        FailureDocs.table(AzureFailures.TABLE.rows(), openAi),
        FailureDocs.table(VercelFailures.TABLE.rows(), openAi),
        FailureDocs.table(OpenRouterFailures.TABLE.rows(), openAi),
        FailureDocs.table(FalFailures.TABLE.rows(), anywhere),
        FailureDocs.table(WaveSpeedFailures.TABLE.rows(), anywhere),
        FailureDocs.table(FailureTable.HTTP, List.of()));
  }
}
