package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Basis;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of two images each: ok, unsent, or the kind of their failure. */
class AfterRoundTest {
  private static final Usd PRICE = Usd.parse("0.05");
  private static final CostEstimator ESTIMATOR = CostEstimator.of(PriceCatalog.shipped());
  private static final Quote QUOTE =
      new Quote(
          "openai",
          "gpt-image-2",
          ImageSpec.builder().n(2).build(),
          Usage.NONE,
          PRICE,
          PRICE,
          PRICE,
          Basis.EXACT,
          ThinkingCost.OFF,
          LocalDate.of(2026, 10, 2),
          null,
          List.of(),
          List.of());

  @ParameterizedTest
  @CsvSource({
    "ok ok,                    NEVER, 1, DONE,         0, 0",
    "ok unsent,                NEVER, 0, RETRY,        2, 0",
    "ok SERVER_ERROR,          NEVER, 1, RETRY,        2, 0",
    "SERVER_ERROR unsent,      NEVER, 1, RETRY,        4, 0",
    "SERVER_ERROR SERVER_ERROR,NEVER, 3, EXHAUSTED,    0, 0",
    "ok CUT,                   NEVER, 1, MAYBE_BILLED, 0, 1",
    "CUT CUT,                  NEVER, 1, MAYBE_BILLED, 0, 2",
    "CUT unsent,               NEVER, 1, RETRY,        2, 1",
    "CUT SERVER_ERROR,         NEVER, 1, RETRY,        2, 1",
    "CUT ok,                   ONCE,  1, RETRY,        2, 1",
    "CUT CUT,                  ONCE,  1, RETRY,        2, 2",
    "SERVER_ERROR PROMPT_REFUSED unsent, ONCE, 1, REFUSED, 4, 0",
  })
  void of_round_decidesByTheGravestAndCountsWhatMayStillBeBought(
      String ends,
      UnknownCharge unknownCharge,
      int attempts,
      RetryVerdict verdict,
      int missing,
      int unknowns) {
    RoutingPolicy policy = RoutingPolicy.builder().attempts(3).unknownCharge(unknownCharge).build();

    AfterRound after = AfterRound.of(round(ends), 0, attempts, 1_000, policy);

    assertThat(after.verdict()).isEqualTo(verdict);
    assertThat(after.missing()).isEqualTo(missing);
    assertThat(after.unknowns()).isEqualTo(unknowns);
  }

  private static Round round(String ends) {
    List<Round.Sent> sent = new ArrayList<>();
    List<HeldPart> unsent = new ArrayList<>();
    for (String end : ends.split(" ", -1)) {
      LatencyClass latencyClass = new LatencyClass(Quality.LOW, 2);
      HeldPart held =
          new HeldPart(
              "d-1", new Part(2, QUOTE, QUOTE, PRICE, latencyClass, new Forecast(1, 2, 2, 0, 1)));
      if (end.equals("unsent")) {
        unsent.add(held);
      } else {
        sent.add(new Round.Sent(held, outcome(end)));
      }
    }
    return new Round(sent, unsent);
  }

  private static GuardedCall.Outcome outcome(String end) {
    if (end.equals("ok")) {
      GeneratedImage image = new GeneratedImage(Buffer.buffer("x"), OutputFormat.PNG, null);
      return new GuardedCall.Outcome(
          ProviderAnswer.of(List.of(image, image)).build(),
          null,
          new Settlement(Settlement.Kind.SETTLED, PRICE, false),
          1);
    }
    ProviderFailure failure = ProviderFailure.of(Kind.valueOf(end)).build("no");
    return new GuardedCall.Outcome(
        null, failure, Settlement.of(failure, QUOTE, ESTIMATOR, QUOTE.priceAsOf()), 1);
  }
}
